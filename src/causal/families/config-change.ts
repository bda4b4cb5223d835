import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { wasOverBefore, isClear, symptomsOf, type SymptomKind } from '../scene/symptoms/symptom.ts'
import { mapAt, parseJson, textAt } from '../scene/kubernetes/fields.ts'
import { type ObjectChange, type ObjectVersion, standing, type Scene } from '../scene/scene.ts'
import { family, because, changeArguments, type Finding, PROGRAM_FAILS } from './family.ts'
import { isFlagSwitch } from './shared/flag-switch.ts'
import { revertConfig } from './shared/remedies.ts'

const VERBOSITY = /\blog(?:ging|ger)?[._-]?level\b|\bverbosity\b/i
/** Effects that only the reader of the configuration itself can show; passing trouble along does not look like this. */
const OWN_EFFECTS: ReadonlySet<SymptomKind> = new Set(['container_restart', 'pod_pending', 'workload_unready', 'log_error', 'error_rate'])

/** A ConfigMap whose content changed, or no longer parses, and whose readers fail since then. Switched flags are told by their own mechanism. */
export const configChange = family('config_changed', (scene) => {
  const changes = scene.objects.changes.filter(
    (change) =>
      parseEntity(change.entity).kind === 'ConfigMap' && change.path.startsWith('data.') && !isFlagSwitch(change) && !isQuieter(change),
  )
  return [...Map.groupBy(standing(changes), (change) => change.entity)].map(([entity, own]) => findingFor(entity, own, scene))
})

/** Another log level breaks nobody, unless it writes so much that writing itself hurts. */
function isQuieter({ path, to }: ObjectChange): boolean {
  return VERBOSITY.test(path) && to !== null && !/debug|trace|all/i.test(to)
}

function findingFor(entity: EntityId, changes: readonly ObjectChange[], scene: Scene): Finding | null {
  const readers = [...scene.graph.to(entity, 'mounts'), ...scene.graph.to(entity, 'references')]
  const victims = readers.map((reader) => scene.graph.unitOf(reader))
  const since = changes[0]?.at ?? null
  const isHurt = symptomsOf(scene).some(
    // A few logged errors while its calls go well are no harm, and what was over before the change came from something else.
    (one) => OWN_EFFECTS.has(one.kind) && isClear(one) && !wasOverBefore(one, since) && victims.includes(one.unit),
  )
  if (!isHurt) return null
  const broken = brokenFile(scene.objects.versionsOf(entity))
  return {
    entity,
    mechanism: broken === null ? 'config_changed' : 'config_malformed',
    since,
    basis: 'changed',
    for: [
      because(`${broken} no longer parses as JSON`, broken === null ? [] : (changes[0]?.citations ?? [])),
      ...changeArguments(...changes.slice(0, 3)),
    ],
    victims,
    effects: [...PROGRAM_FAILS, 'pod_pending'],
    disprovenBy: 'readers of the configuration that work with its new content',
    remedy: revertConfig(entity),
  }
}

/** The file that was JSON before and is not any more; null when there is none. */
function brokenFile(versions: readonly ObjectVersion[]): string | null {
  const [last, before] = [versions.at(-1), versions.at(-2)]
  if (last === undefined || before === undefined) return null
  return Object.keys(mapAt(last.row.object, 'data')).find((key) => isJson(before, key) && !isJson(last, key)) ?? null
}

function isJson(version: ObjectVersion, key: string): boolean {
  return parseJson(textAt(version.row.object, 'data', key) ?? '') !== null
}
