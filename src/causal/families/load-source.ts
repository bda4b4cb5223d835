import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { symptomsOf } from '../weigh/explain.ts'
import type { ObjectChange } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import { nameIn } from './kubectl.ts'
import type { Family } from './family.ts'
import { workloadOf } from './workload-of.ts'

/** A flood is felt in many places; a single service with more calls has a caller that retries. */
const LEAST_FLOODED = 2
/** Requests that were carried for so long were no flood. */
const CARRIED_SECONDS = 15 * 60
/** A wave from outside comes in at every entrance at once, and there are few; more places are scattered growth. */
const MOST_SOURCES = 3

/** More requests than usual from where calls begin: everything behind it is busy because of it. Entrances that surge together are one act. */
export const loadSource: Family = {
  name: 'load_source_surge',
  propose(scene) {
    const surges = symptomsOf(scene).filter((symptom) => symptom.kind === 'traffic_surge')
    const flooded = new Set(surges.map((symptom) => scene.graph.unitOf(symptom.entity)))
    if (flooded.size < LEAST_FLOODED) return []
    const origins = [...flooded].filter((unit) => !scene.graph.to(unit, 'calls').some((caller) => flooded.has(caller)))
    const sources = [...new Set(origins.map((entry) => sourceOf(entry, scene)))]
    if (sources.length > MOST_SOURCES || !surgesFirst(surges, scene)) return []
    const proposals = sources.map((source) => proposalFor(source, { sources, origins, surges, scene }))
    // Where one source was turned up, the others are entrances whose caller nobody recorded.
    const altered = proposals.filter(({ basis }) => basis === 'changed')
    return altered.length > 0 ? altered : proposals
  },
}

/** Who calls the entry and is called by nobody; the entry itself when its callers are outside. */
function sourceOf(entry: EntityId, scene: Scene): EntityId {
  const callers = scene.graph.to(entry, 'calls').filter((caller) => caller !== entry && scene.graph.to(caller, 'calls').length === 0)
  const [only] = callers
  return callers.length === 1 && only !== undefined ? only : entry
}

/** Retries follow failures; a flood comes before them. */
function surgesFirst(surges: readonly Symptom[], scene: Scene): boolean {
  const flood = earliest(surges.map(({ since }) => since))
  const failures = earliest(
    symptomsOf(scene)
      .filter(({ kind, strength }) => kind === 'error_rate' && strength >= THRESHOLDS.slight)
      .map(({ since }) => since),
  )
  return flood !== null && (failures === null || flood <= shiftSeconds(failures, THRESHOLDS.lagSeconds))
}

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

interface Flood {
  readonly sources: readonly EntityId[]
  readonly origins: readonly EntityId[]
  readonly surges: readonly Symptom[]
  readonly scene: Scene
}

function proposalFor(source: EntityId, { sources, origins, surges, scene }: Flood): Proposal {
  // Each source is shown by what comes in through its own entrances.
  const own = new Set(origins.filter((entry) => sourceOf(entry, scene) === source))
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
      ...changes.slice(0, 3).map(({ path, from, to, citations }) => ({
        text: `${path} changed from ${from ?? 'nothing'} to ${to ?? 'nothing'}`,
        citations,
      })),
      ...atEntry
        .slice(0, 3)
        .map(({ text, citations }) => ({ text, citations: citations.map((one) => ({ ...one, role: 'mechanism' as const })) })),
    ],
    against: [],
    victims: [...new Set([source, ...sources, ...origins])],
    ...(sources.length > 1 ? { act: 'a wave of requests' } : {}),
    effects: ['traffic_surge', 'latency', 'saturation', 'throttling', 'error_rate', 'cost', 'container_restart', 'log_error'],
    disprovenBy: `the same number of requests from ${parseEntity(source).name} carried without trouble`,
    disconfirmingQueries: [{ kind: 'object_versions', entity }],
    action: {
      kind: 'scale',
      target: entity,
      what: `limit the rate of ${nameIn(source, 'the source')}, or add replicas behind it`,
      commands: [],
      risk: 'A limit turns real users away, and replicas cost money.',
      undo: { what: 'Take the limit or the replicas away again.', commands: [] },
      citations: atEntry[0]?.citations ?? [],
    },
  }
}
