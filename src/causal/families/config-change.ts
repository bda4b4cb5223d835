import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { symptomsOf } from '../weigh/explain.ts'
import { parseJson, textAt } from '../scene/json.ts'
import type { ObjectChange, ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import type { SymptomKind } from '../scene/symptoms/symptom.ts'
import { revertConfig } from './actions.ts'
import { isFlagSwitch } from './feature-flag.ts'
import { standing } from '../scene/undone.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import type { Family } from './family.ts'

/** What a configuration that cannot be read or applied does to those that read it. */
const EFFECTS: readonly SymptomKind[] = [
  'container_restart',
  'pod_pending',
  'workload_unready',
  'no_endpoints',
  'error_rate',
  'latency',
  'log_error',
  'unreachable',
  'traffic_drop',
]
const VERBOSITY = /\blog(?:ging|ger)?[._-]?level\b|\bverbosity\b/i
/** Effects that only the reader of the configuration itself can show; passing trouble along does not look like this. */
const OWN_EFFECTS: ReadonlySet<SymptomKind> = new Set(['container_restart', 'pod_pending', 'workload_unready', 'log_error', 'error_rate'])

/** A ConfigMap whose content changed, or no longer parses, and whose readers fail since then. Switched flags are told by their own mechanism. */
export const configChange: Family = {
  name: 'config_changed',
  propose(scene) {
    const changes = scene.objects.changes.filter(
      (change) =>
        parseEntity(change.entity).kind === 'ConfigMap' && change.path.startsWith('data.') && !isFlagSwitch(change) && !isQuieter(change),
    )
    return [...Map.groupBy(standing(changes), (change) => change.entity)].flatMap(([entity, own]) => proposalFor(entity, own, scene))
  },
}

/** Another log level breaks nobody, unless it writes so much that writing itself hurts. */
function isQuieter({ path, to }: ObjectChange): boolean {
  return VERBOSITY.test(path) && to !== null && !/debug|trace|all/i.test(to)
}

function proposalFor(entity: EntityId, changes: readonly ObjectChange[], scene: Scene): readonly Proposal[] {
  const readers = [...scene.graph.to(entity, 'mounts'), ...scene.graph.to(entity, 'references')]
  const victims = [...new Set(readers.map((reader) => scene.graph.unitOf(reader)))]
  // A few logged errors while its calls go well are no harm.
  const clear = symptomsOf(scene).filter(({ kind, strength }) => OWN_EFFECTS.has(kind) && strength >= THRESHOLDS.slight)
  const at = changes[0]?.at ?? null
  // What was over before the change came from something else.
  const lasting = clear.filter(({ until }) => until === null || at === null || until >= at)
  const isHurt = lasting.some((symptom) => victims.includes(scene.graph.unitOf(symptom.entity)))
  if (!isHurt) return []
  const broken = brokenFile(scene.objects.versionsOf(entity))
  const shown = changes
    .slice(0, 3)
    .map((change) => ({ text: `${change.path} changed from ${short(change.from)} to ${short(change.to)}`, citations: change.citations }))
  const reason = broken === null ? [] : [{ text: `${broken} no longer parses as JSON`, citations: changes[0]?.citations ?? [] }]
  return [
    {
      entity,
      mechanism: broken === null ? 'config_changed' : 'config_malformed',
      since: changes[0]?.at ?? null,
      basis: 'changed',
      for: [...reason, ...shown],
      against: [],
      victims,
      effects: EFFECTS,
      disprovenBy: 'readers of the configuration that work with its new content',
      disconfirmingQueries: [{ kind: 'object_versions', entity }],
      action: revertConfig(entity, changes[0]?.citations ?? []),
    },
  ]
}

/** The file that was JSON before and is not any more; null when there is none. */
function brokenFile(versions: readonly ObjectVersion[]): string | null {
  const [last, before] = [versions.at(-1), versions.at(-2)]
  const data = last?.row.object['data']
  if (last === undefined || before === undefined || typeof data !== 'object' || data === null) return null
  return Object.keys(data).find((key) => isJson(before, key) && !isJson(last, key)) ?? null
}

function isJson(version: ObjectVersion, key: string): boolean {
  return parseJson(textAt(version.row.object, 'data', key) ?? '') !== null
}

function short(value: string | null): string {
  if (value === null) return 'nothing'
  return value.length > 80 ? `${value.slice(0, 80)}…` : value
}
