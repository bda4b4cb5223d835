import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { cite } from '../cite.ts'
import type { Proposal } from '../candidate.ts'
import { symptomsOf } from '../explain.ts'
import { listAt, textAt, type JsonMap } from '../json.ts'
import { parseQuantity } from '../kubernetes/quantity.ts'
import { podSpec, WORKLOAD_KINDS } from '../kubernetes/workload.ts'
import type { ObjectChange, ObjectVersion } from '../object-history.ts'
import type { Scene } from '../scene.ts'
import type { SignalKind } from '../signal.ts'
import { THRESHOLDS } from '../weights.ts'
import type { Mechanism } from './mechanism.ts'
import { workloadOf } from './workload-of.ts'

/** A newcomer allowed less than this many cores cannot take from its neighbours what they would miss. */
const SMALL_CORES = 1
/** What a neighbour that takes processor, memory or disk of the node does to those beside it. */
const EFFECTS: readonly SignalKind[] = [
  'latency',
  'saturation',
  'throttling',
  'error_rate',
  'container_restart',
  'workload_unready',
  'traffic_drop',
  'node_unhealthy',
  'log_error',
]
/** A newcomer further before onset than this had shown what it does. */
const BEFORE_SECONDS = 15 * 60

/** A workload that was put on a node shortly before those who already ran there slowed down, without any call between them. */
export const crowdingWorkload: Mechanism = {
  name: 'crowding_workload',
  propose(scene) {
    const created = scene.objects.changes.filter(
      (change) => change.kind === 'created' && WORKLOAD_KINDS.some((kind) => kind === parseEntity(change.entity).kind),
    )
    return created.filter((change) => isNearOnset(change, scene)).flatMap((change) => proposalFor(change, scene))
  },
}

function isNearOnset({ at }: ObjectChange, { onset }: Scene): boolean {
  return at !== null && onset !== null && at >= shiftSeconds(onset, -BEFORE_SECONDS) && at <= shiftSeconds(onset, THRESHOLDS.lagSeconds)
}

function proposalFor(change: ObjectChange, scene: Scene): readonly Proposal[] {
  const own = scene.objects.current('Pod').filter(({ row }) => workloadOf(row.entity, scene) === change.entity)
  if (own.every(({ row }) => isSmall(row.object))) return []
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
      entity: change.entity,
      mechanism: 'crowding_workload',
      since: change.at,
      basis: 'changed',
      for: [
        { text: `was created and runs on node ${node}`, citations: change.citations },
        { text: `${parseEntity(neighbour.row.entity).name} runs on the same node and slowed down`, citations: quotes },
      ],
      against: [],
      victims: unitsOf(crowded, scene),
      effects: EFFECTS,
      disprovenBy: 'pods of the same services on other nodes that slowed down as much',
      disconfirmingQueries: [{ kind: 'object_versions', entity: change.entity }],
      action: null,
    },
  ]
}

/** All its containers together are held to little processor; a container without a limit may take all there is. */
function isSmall(pod: JsonMap): boolean {
  const limits = listAt(podSpec(pod), 'containers').map((container) => parseQuantity(textAt(container, 'resources', 'limits', 'cpu')))
  return limits.reduce<number>((total, limit) => total + (limit ?? Infinity), 0) < SMALL_CORES
}

function isSlow(signal: { readonly kind: SignalKind; readonly strength: number }): boolean {
  return ['latency', 'throttling', 'saturation'].includes(signal.kind) && signal.strength >= THRESHOLDS.slight
}

function nodeOf(pod: ObjectVersion): string | null {
  return textAt(pod.row.object, 'spec', 'nodeName')
}

function unitsOf(pods: readonly ObjectVersion[], scene: Scene): readonly EntityId[] {
  return [...new Set(pods.map(({ row }) => scene.graph.unitOf(row.entity)))]
}
