import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument, Citation } from '../../domain/evidence.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { cite, citeFirst, citeSamples, rowsHeld } from '../scene/cite.ts'
import { symptomsOf } from '../weigh/explain.ts'
import { listAt, textAt, type JsonMap } from '../scene/json.ts'
import { parseQuantity } from '../scene/kubernetes/quantity.ts'
import { podSpec, WORKLOAD_KINDS } from '../scene/kubernetes/workload.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import type { SymptomKind } from '../scene/symptoms/symptom.ts'
import { known, median } from '../scene/symptoms/robust.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import { family } from './family.ts'
import { type Finding, OVERLOADED } from './shared/finding.ts'
import { workloadOf } from './shared/workloads.ts'

/** A newcomer allowed less than this many cores cannot take from its neighbours what they would miss. */
const SMALL_CORES = 1
/** A newcomer further before onset than this had shown what it does. */
const BEFORE_SECONDS = 15 * 60

/** A workload that was put on a node shortly before those who already ran there slowed down, without any call between them. */
export const crowdingWorkload = family('crowding_workload', (scene) => {
  return [...createdWorkloads(scene), ...startedJobs(scene)]
    .filter((newcomer) => isNearOnset(newcomer, scene))
    .flatMap((newcomer) => findingFor(newcomer, scene))
})

interface Newcomer {
  readonly entity: EntityId
  readonly at: Date | null
  readonly came: Argument
  readonly pods: readonly ObjectVersion[]
}

function createdWorkloads(scene: Scene): readonly Newcomer[] {
  const created = scene.objects.changes.filter(
    (change) => change.kind === 'created' && WORKLOAD_KINDS.some((kind) => kind === parseEntity(change.entity).kind),
  )
  return created.map(({ entity, at, citations }) => ({
    entity,
    at,
    came: { text: 'was created', citations },
    pods: scene.objects.current('Pod').filter(({ row }) => workloadOf(row.entity, scene) === entity),
  }))
}

/** Runs that a schedule started: nobody created them, so they are known by their pods. */
function startedJobs(scene: Scene): readonly Newcomer[] {
  const pods = scene.objects.current('Pod').filter(isRunning)
  const byJob = Map.groupBy(pods, ({ row }) => scene.graph.to(row.entity, 'owns').find((owner) => parseEntity(owner).kind === 'Job'))
  return [...byJob].flatMap(([entity, own]) => {
    const [first] = own
    if (entity === undefined || first === undefined) return []
    const started = textAt(first.row.object, 'status', 'startTime') ?? textAt(first.row.object, 'metadata', 'creationTimestamp')
    const at = started === null ? null : new Date(started)
    const citations = started === null ? [] : citeFirst(first, [`startTime: ${started}`, started], { role: 'change', at })
    return [{ entity, at, came: { text: `started ${parseEntity(first.row.entity).name}`, citations }, pods: own }]
  })
}

function isRunning({ row }: ObjectVersion): boolean {
  return textAt(row.object, 'status', 'phase') === 'Running'
}

function isNearOnset({ at }: Newcomer, { onset }: Scene): boolean {
  return at !== null && onset !== null && at >= shiftSeconds(onset, -BEFORE_SECONDS) && at <= shiftSeconds(onset, THRESHOLDS.lagSeconds)
}

function findingFor({ entity, at, came, pods: own }: Newcomer, scene: Scene): readonly Finding[] {
  const taken = own.flatMap((pod) => coresOf(pod, scene) ?? [])
  if (own.every(({ row }) => isSmall(row.object)) || isModest(taken)) return []
  const nodes = new Set(own.map(nodeOf))
  const beside = scene.objects.current('Pod').filter((pod) => !own.includes(pod) && nodes.has(nodeOf(pod)))
  const slowed = new Set(
    symptomsOf(scene)
      .filter(isSlow)
      .map((signal) => scene.graph.unitOf(signal.entity)),
  )
  const crowded = beside.filter(({ row }) => slowed.has(scene.graph.unitOf(row.entity)))
  const [newcomer] = own
  const [neighbour] = crowded
  if (newcomer === undefined || neighbour === undefined) return []
  const node = nodeOf(newcomer)
  const quotes = [newcomer, neighbour].flatMap((pod) =>
    cite(pod, `nodeName: ${nodeOf(pod)}`, { role: 'mechanism', at: pod.row.firstSeenAt }),
  )
  return [
    {
      entity,
      mechanism: 'crowding_workload',
      since: at,
      basis: 'changed',
      for: [
        { text: `${came.text} and runs on node ${node}`, citations: came.citations },
        ...taken.slice(0, 1).map(({ cores, citations }) => ({ text: `uses ${cores.toFixed(1)} cores there`, citations })),
        { text: `${parseEntity(neighbour.row.entity).name} runs on the same node and slowed down`, citations: quotes },
      ],
      victims: unitsOf(crowded, scene),
      effects: [...OVERLOADED, 'workload_unready', 'node_unhealthy'],
      disprovenBy: 'pods of the same services on other nodes that slowed down as much',
    },
  ]
}

interface Taken {
  readonly cores: number
  readonly citations: readonly Citation[]
}

/** Processor that a pod takes, by its newest half of samples; null where nobody measured it. */
function coresOf(pod: ObjectVersion, { facts }: Scene): Taken | null {
  const held = rowsHeld(facts, 'series').find(({ row }) => row.entity === pod.row.entity && row.meaning === 'cpu_cores')
  const samples = known(held?.row.values ?? [])
  const cores = median(samples.slice(Math.floor(samples.length / 2)))
  if (held === undefined || cores === null) return null
  const last = held.row.values.findLastIndex((value) => value !== null)
  return { cores, citations: citeSamples(held, 'values', last) }
}

/** Measured, and found to take little. */
function isModest(taken: readonly Taken[]): boolean {
  return taken.length > 0 && taken.reduce((sum, { cores }) => sum + cores, 0) < SMALL_CORES
}

/** All its containers together are held to little processor; a container without a limit may take all there is. */
function isSmall(pod: JsonMap): boolean {
  const limits = listAt(podSpec(pod), 'containers').map((container) => parseQuantity(textAt(container, 'resources', 'limits', 'cpu')))
  return limits.reduce<number>((total, limit) => total + (limit ?? Infinity), 0) < SMALL_CORES
}

function isSlow(signal: { readonly kind: SymptomKind; readonly strength: number }): boolean {
  return ['latency', 'throttling', 'saturation'].includes(signal.kind) && signal.strength >= THRESHOLDS.slight
}

function nodeOf(pod: ObjectVersion): string | null {
  return textAt(pod.row.object, 'spec', 'nodeName')
}

function unitsOf(pods: readonly ObjectVersion[], scene: Scene): readonly EntityId[] {
  return [...new Set(pods.map(({ row }) => scene.graph.unitOf(row.entity)))]
}
