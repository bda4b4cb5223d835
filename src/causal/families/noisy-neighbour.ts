import { CLUSTER_SCOPE, formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { isClear, argumentsOf, isRising, isTrouble, newsIn, type Symptom, symptomsOf } from '../scene/symptoms/symptom.ts'
import { citeSamples, cite, citeFirst, rowsHeld } from '../scene/cite.ts'
import { listAt, textAt, podSpec } from '../scene/kubernetes/fields.ts'
import { parseQuantity } from '../scene/kubernetes/quantity.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { known, median } from '../scene/symptoms/robust.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import { family, asMechanism, type Finding, OVERLOADED, readLogs, because } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { workloadOf } from './shared/workloads.ts'

/** A newcomer allowed less than this many cores, or that takes less, cannot take from its neighbours what they would miss. */
const SMALL_CORES = 1
/** How kubelet, schedulers and cgroups speak of a node that is fought over. */
const CONTENTION =
  /\bnode\b.{0,200}(?:contend|pressure|under increasing)|NodeUnderPressure|(?:cpu|memory|disk|io) pressure|top consumer|noisy|co-?(?:located|tenant)|cpu[- ](?:contend|starv)|steal time|runqueue|cfs quota/i
const POD = /(?:\bpod[ =:"]+|\b(?:assigned|scheduled|placed) )(?:([a-z0-9-]+)\/)?([a-z0-9][a-z0-9.-]*-[a-z0-9.-]+)/i

/**
 * A workload of somebody else on the same node takes its processor or memory: told by what was put there shortly before those who run beside it slowed
 * down, or by the words of the node and of the starved.
 */
export const noisyNeighbour = family('noisy_neighbour', (scene) => [...crowdingFindings(scene), ...spokenFindings(scene)])

function crowdingFindings(scene: Scene): readonly Finding[] {
  const came = newcomers(scene)
  const isNew = new Set(came.flatMap(({ pods }) => pods))
  const slow = symptomsOf(scene).filter((one) => ['latency', 'throttling', 'saturation'].includes(one.kind) && isClear(one))
  const slowed = new Set(slow.map(({ unit }) => unit))
  // Who came at the same time may as well be slow by himself.
  const starved = scene.objects.current('Pod').filter((pod) => !isNew.has(pod) && slowed.has(scene.graph.unitOf(pod.row.entity)))
  return came.flatMap((newcomer) => crowdingFinding(newcomer, starved, scene))
}

interface Newcomer {
  readonly entity: EntityId
  /** When, as it is written in what holds it. */
  readonly created: string
  readonly held: ObjectVersion
  readonly pods: readonly ObjectVersion[]
}

/** Workloads and runs of Jobs whose first pod began within the recording or shortly before. A new pod of an older workload only takes the place of another. */
function newcomers(scene: Scene): readonly Newcomer[] {
  const { objects, graph, window } = scene
  if (window === null) return []
  const pods = objects.current('Pod').filter(({ row }) => textAt(row.object, 'status', 'phase') === 'Running')
  const isJob = (owner: EntityId) => parseEntity(owner).kind === 'Job'
  const byOwner = Map.groupBy(pods, ({ row }) => graph.to(row.entity, 'owns').find(isJob) ?? workloadOf(row.entity, scene))
  return [...byOwner].flatMap(([entity, own]) => {
    const held = isJob(entity) ? own[0] : objects.versionsOf(entity).at(-1)
    const created = textAt(held?.row.object, 'metadata', 'creationTimestamp') ?? textAt(held?.row.object, 'status', 'startTime')
    if (held === undefined || created === null) return []
    const at = new Date(created)
    return at >= shiftSeconds(window.start, -THRESHOLDS.lateSeconds) ? [{ entity, created, held, pods: own }] : []
  })
}

function crowdingFinding(newcomer: Newcomer, starved: readonly ObjectVersion[], scene: Scene): readonly Finding[] {
  const { entity, created, held, pods: own } = newcomer
  const taken = own.flatMap((pod) => takenBy(pod, scene) ?? [])
  const isModest = taken.length > 0 && taken.reduce((sum, { cores }) => sum + cores, 0) < SMALL_CORES
  if (own.every(isHeldSmall) || isModest) return []
  const nodes = new Set(own.map(nodeOf))
  const crowded = starved.filter((pod) => nodes.has(nodeOf(pod)))
  const [pod] = own
  const [neighbour] = crowded
  if (pod === undefined || neighbour === undefined) return []
  const [here = [], there = []] = [pod, neighbour].map((one) =>
    cite(one, `nodeName: ${nodeOf(one)}`, { role: 'mechanism', at: one.row.firstSeenAt }),
  )
  const at = new Date(created)
  const victims = crowded.map(({ row }) => scene.graph.unitOf(row.entity))
  const shown = [
    because(`${parseEntity(held.row.entity).name} was created`, citeFirst(held, [created], { role: 'change', at })),
    ...taken.map(({ argument }) => argument).slice(0, 1),
    because(`${parseEntity(neighbour.row.entity).name} runs on its node ${nodeOf(pod)} and slowed down`, here, there),
  ]
  return [findingFor(entity, { since: at, basis: 'changed', for: shown, victims }, scene)]
}

interface Taken {
  readonly cores: number
  readonly argument: Argument
}

/** Processor that a pod takes, by its newest half of samples; null where nobody measured it. */
function takenBy(pod: ObjectVersion, { facts }: Scene): Taken | null {
  const held = rowsHeld(facts, 'series').find(({ row }) => row.entity === pod.row.entity && row.meaning === 'cpu_cores')
  const samples = known(held?.row.values ?? [])
  const cores = median(samples.slice(Math.floor(samples.length / 2)))
  if (held === undefined || cores === null) return null
  const last = held.row.values.findLastIndex((value) => value !== null)
  return { cores, argument: because(`uses ${cores.toFixed(1)} cores there`, citeSamples(held, 'values', last)) }
}

/** All its containers together are held to little processor; a container without a limit may take all there is. */
function isHeldSmall({ row }: ObjectVersion): boolean {
  const limits = listAt(podSpec(row.object), 'containers').map((container) =>
    parseQuantity(textAt(container, 'resources', 'limits', 'cpu')),
  )
  return limits.reduce<number>((total, limit) => total + (limit ?? Infinity), 0) < SMALL_CORES
}

function nodeOf({ row }: ObjectVersion): string | null {
  return textAt(row.object, 'spec', 'nodeName')
}

/** The first pod that is named while a node is fought over and somebody on it starves, who did not ask for more himself. */
function spokenFindings(scene: Scene): readonly Finding[] {
  const news = newsIn(scene)
  const pressure = news.filter(isPressure)
  const starved = news.filter(isStarved)
  const victims = [...new Set(starved.map(({ unit }) => unit))]
  const named = news.flatMap((one) => {
    const [, scope = CLUSTER_SCOPE, name] = (one.source === 'log' && POD.exec(one.text)) || []
    const isForeign = name !== undefined && !victims.some((victim) => name.startsWith(parseEntity(victim).name))
    return isForeign ? [{ pod: formatEntity(scope, 'Pod', name.replace(/(?<![.,;])[.,;]+$/, '')), one }] : []
  })
  const [first] = named
  if (first === undefined || pressure.length === 0 || victims.length === 0) return []
  const shown = [...named.map(({ one }) => one).slice(0, 2), ...pressure.slice(0, 2), ...starved.slice(0, 1)]
  const told = asMechanism(argumentsOf(shown, 4))
  return [findingFor(first.pod, { since: first.one.since, basis: 'witnessed', for: told, victims }, scene)]
}

/** A node whose use of something rises, or words that say that it is fought over. */
function isPressure(one: Symptom): boolean {
  const isResource = one.about.has('cpu') || one.about.has('memory') || one.about.has('disk')
  return one.source === 'log' ? CONTENTION.test(one.said) : parseEntity(one.unit).kind === 'Node' && isRising(one) && isResource
}

/** A service that is throttled, or whose own words say that it waits for the processor. */
function isStarved(one: Symptom): boolean {
  if (!isTrouble(one) || parseEntity(one.unit).kind !== 'Service') return false
  if (one.source === 'metric') return /throttl|steal|pressure|runqueue/i.test(one.said)
  return one.source === 'log' && /contend|starv|runqueue|throttl/i.test(one.said) && one.about.has('cpu')
}

function findingFor(entity: EntityId, shown: Pick<Finding, 'since' | 'basis' | 'for' | 'victims'>, scene: Scene): Finding {
  return {
    ...shown,
    entity,
    mechanism: 'noisy_neighbour',
    effects: [...OVERLOADED, 'workload_unready', 'node_unhealthy'],
    disprovenBy: 'pods of the same services on other nodes being as slow, or their own traffic having grown',
    reads: readLogs(shown.victims?.[0] ?? entity, scene),
    remedy: byHand('other', `move ${nameIn(entity, 'the neighbour')} to another node, or give it a limit`, {
      risk: 'The moved workload starts again.',
      undo: 'Let the scheduler place it freely again.',
    }),
  }
}
