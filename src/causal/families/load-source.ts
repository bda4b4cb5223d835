import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import { symptomsOf } from '../weigh/explain.ts'
import type { ObjectChange } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import { family } from './family.ts'
import { changeArguments } from './shared/arguments.ts'
import type { Finding } from './shared/build-proposal.ts'
import { OVERLOADED } from './shared/effects.ts'
import { entranceOf, floodIn, type Flood } from './shared/flood.ts'
import { nameIn } from './shared/kubectl.ts'
import { byHand } from './shared/remedies.ts'
import { workloadOf } from './shared/workload-of.ts'

/** Requests that were carried for so long were no flood. */
const CARRIED_SECONDS = 15 * 60
/** More requests than usual from where calls begin: everything behind it is busy because of it. Entrances that surge together are one act. */
export const loadSource = family('load_source_surge', (scene) => {
  const flood = floodIn(scene)
  const found = flood === null ? [] : flood.sources.map((source) => findingFor(source, { ...flood, scene }))
  // Where one source was turned up, the others are entrances whose caller nobody recorded.
  const altered = found.filter(({ basis }) => basis === 'changed')
  return altered.length > 0 ? altered : found
})

/** What was altered at the source itself shortly before the flood: how many users it plays, how many of it there are. */
function changesBefore(source: EntityId, flood: Date | null, { objects }: Scene): readonly ObjectChange[] {
  if (flood === null) return []
  const [from, to] = [-THRESHOLDS.lateSeconds, THRESHOLDS.lagSeconds].map((seconds) => shiftSeconds(flood, seconds))
  return objects.changes.filter(
    ({ entity, kind, path, at }) =>
      entity === source &&
      kind === 'updated' &&
      path.startsWith('spec.') &&
      at !== null &&
      from !== undefined &&
      to !== undefined &&
      at >= from &&
      at <= to,
  )
}

/** Growth alone hurts nobody; a flood shows soon in those that it overruns. What was carried for long and fails then has another reason as well. */
function isHarmed(surges: readonly Symptom[], scene: Scene): boolean {
  const flooded = new Set(surges.map(({ entity }) => scene.graph.unitOf(entity)))
  const harms = symptomsOf(scene).filter(
    ({ kind, strength, entity }) =>
      (kind === 'latency' || kind === 'error_rate') && strength >= THRESHOLDS.slight && flooded.has(scene.graph.unitOf(entity)),
  )
  const [flood, harm] = [surges, harms].map((symptoms) => earliest(symptoms.map(({ since }) => since)))
  return harms.length > 0 && (!flood || !harm || harm <= shiftSeconds(flood, CARRIED_SECONDS))
}

function findingFor(source: EntityId, { sources, origins, surges, scene }: Flood & { readonly scene: Scene }): Finding {
  // Each source is shown by what comes in through its own entrances.
  const own = new Set(origins.filter((entry) => entranceOf(entry, scene) === source))
  const atEntry = surges.filter((symptom) => own.has(scene.graph.unitOf(symptom.entity)))
  const entity = workloadOf(source, scene)
  const since = earliest(surges.map(({ since: at }) => at))
  // Whoever is called himself passes requests on; a change there makes none.
  const changes = scene.graph.to(source, 'calls').length > 0 ? [] : changesBefore(entity, since, scene)
  return {
    entity,
    mechanism: 'load_source_surge',
    since: changes[0]?.at ?? since,
    basis: changes.length > 0 ? 'changed' : isHarmed(surges, scene) ? 'measured' : 'inferred',
    for: [
      ...changeArguments(...changes.slice(0, 3)),
      ...atEntry
        .slice(0, 3)
        .map(({ text, citations }) => ({ text, citations: citations.map((one) => ({ ...one, role: 'mechanism' as const })) })),
    ],
    victims: [...new Set([source, ...sources, ...origins])],
    ...(sources.length > 1 ? { act: 'a wave of requests' } : {}),
    effects: [...OVERLOADED, 'traffic_surge', 'cost'],
    musts: ['traffic_surge'],
    disprovenBy: `the same number of requests from ${parseEntity(source).name} carried without trouble`,
    remedy: byHand('scale', `limit the rate of ${nameIn(source, 'the source')}, or add replicas behind it`, {
      risk: 'A limit turns real users away, and replicas cost money.',
      undo: 'Take the limit or the replicas away again.',
    }),
  }
}
