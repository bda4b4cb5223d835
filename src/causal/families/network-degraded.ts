import { CLUSTER_SCOPE, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { citeSamples, rowsHeld } from '../scene/cite.ts'
import { failureIn } from '../../domain/network-failures.ts'
import { earliest } from '../../domain/time-window.ts'
import { comparedAlerts, quoteSummary, type ComparedAlert } from '../scene/kubernetes/compared-alerts.ts'
import { grownGaps, isLasting, type Gap } from '../scene/network-gaps.ts'
import type { Scene } from '../scene/scene.ts'
import { argumentsOf, newsIn, symptomsOf } from '../scene/symptoms/symptom.ts'
import { family, because, CALLS_FAIL, type Finding, readSpans } from './family.ts'
import { kubectl, onNode } from './shared/remedies.ts'

const RETRANSMISSIONS = /retransmi|tcp_retrans/i
const LATENCY_ALERTS = /latency|slow|response.?time/i
/**
 * Lost packets are sent again for as long as packets are lost, several a second on any busy node. A mere delay triggers the timer
 * (RTO, at least 200 ms) only until TCP has learned the longer round trip (RFC 6298), so retransmissions stay below one or two a second.
 */
const LOSS_RETRANSMISSIONS_PER_SECOND = 3
/** A delay that cannot be anything but the way itself: queues and scheduling on a healthy machine stay far below. */
const PLAIN_DELAY_MS = 150
/** A slow callee explains a slow caller when it got slower by at least this share of what the caller did. */
const EXPLAINING_SHARE = 0.2
/** A callee on whose ways less than this share of the most time is lost is a rival at most. */
const LEAD_SHARE = 0.6
const MAX_PLACES = 3

/**
 * The network is slow or lossy: at a whole node, told by retransmissions, or by that every way that is ill leads into or out of it; at one service, told by calls
 * that lose time on the way to it, or, where no call was traced, by latency without load.
 */
export const networkDegraded = family('network_degraded', (scene) => {
  const node = resendingNode(scene) ?? borderedNode(scene)
  if (node !== null) return [node]
  return rowsHeld(scene.facts, 'call_edges').length > 0 ? wayFindings(scene) : podFindings(scene)
})

function resendingNode(scene: Scene): Finding | null {
  const raised = comparedAlerts(scene, RETRANSMISSIONS).flatMap((alert) => {
    const { entity } = alert.held.row
    return entity !== null && parseEntity(entity).kind === 'Node' ? [{ entity, alert }] : []
  })
  // Peers of the ill node resend as well, less.
  const [worst] = raised.toSorted((a, b) => b.alert.current - a.alert.current)
  if (worst === undefined) return null
  const { entity } = worst
  const { held, current } = worst.alert
  const isLoss = current >= LOSS_RETRANSMISSIONS_PER_SECOND
  const text = `${parseEntity(entity).name} sends packets again: its network ${isLoss ? 'loses them' : 'delays them'}`
  return nodeFinding(entity, {
    isLoss,
    // Loss is resent by the node that loses; a delay makes either end of a connection resend, so it places the fault less surely.
    basis: isLoss ? 'measured' : 'inferred',
    // A rule fires a while after what it is about.
    since: earliest([held.row.startsAt, ...illWays(scene).map(({ since }) => since)]),
    for: [because(text, quoteSummary(held))],
  })
}

/** A way between two services on which calls lose time or time out. */
interface Way {
  readonly ends: readonly [EntityId, EntityId]
  readonly since: Date | null
  readonly told: Argument
}

/**
 * The node that all ill ways lead into or out of, while no one service is an end of all of them. An alert about a node that only says that something is wrong
 * with it tells which it is.
 */
function borderedNode(scene: Scene): Finding | null {
  const { graph } = scene
  const ways = illWays(scene)
  const runs = graph.edges.filter(({ relation }) => relation === 'runs').map(({ from, to }) => ({ node: from, unit: graph.unitOf(to) }))
  const nodesOf = (unit: EntityId) => new Set(runs.flatMap((run) => (run.unit === graph.unitOf(unit) ? [run.node] : [])))
  const crossings = ways.map(({ ends: [caller, callee] }) => {
    const [from, to] = [nodesOf(caller), nodesOf(callee)]
    return from.size === 1 && from.isSubsetOf(to) && to.size === 1 ? new Set<EntityId>() : from.union(to)
  })
  const [first, ...others] = crossings
  const shared = [...others.reduce((left, nodes) => left.intersection(nodes), first ?? new Set<EntityId>())]
  const alerts = newsIn(scene).filter(({ source, kind, isBackground }) => source === 'alert' && kind === 'trouble' && !isBackground)
  const spoken = alerts.filter(({ entity }) => shared.includes(entity))
  const isOfOneUnit = ways[0]?.ends.some((unit) => ways.every(({ ends }) => ends.includes(unit))) === true
  const [node, ...rivals] = spoken.length > 0 ? new Set(spoken.map(({ entity }) => entity)) : isOfOneUnit ? [] : shared
  if (node === undefined || rivals.length > 0) return null
  return nodeFinding(node, {
    isLoss: symptomsOf(scene).some(({ kind, text }) => kind === 'unreachable' && failureIn(text) === 'timed_out'),
    basis: spoken.length > 0 ? 'measured' : 'inferred',
    since: earliest([...spoken, ...ways].map(({ since }) => since)),
    for: [...argumentsOf(spoken, 1), ...ways.slice(0, 3).map(({ told }) => told)],
  })
}

/** By what is lost between the ends; where nobody measured that, by callers that wait in vain. */
function illWays(scene: Scene): readonly Way[] {
  const gaps = grownGaps(scene.facts)
  if (gaps.length > 0) return gaps.map((gap) => ({ ends: [gap.caller, gap.callee], since: gap.since, told: wayArgument(gap) }))
  return symptomsOf(scene).flatMap(({ kind, entity, seenBy, since, text, citations }) => {
    const isLost = kind === 'unreachable' && failureIn(text) === 'timed_out'
    return isLost && seenBy !== undefined ? [{ ends: [seenBy, entity], since, told: because(text, citations) }] : []
  })
}

function nodeFinding(
  entity: EntityId,
  { isLoss, ...shown }: Pick<Finding, 'basis' | 'since' | 'for'> & { readonly isLoss: boolean },
): Finding {
  return {
    ...shown,
    entity,
    mechanism: isLoss ? 'node_network_loss' : 'node_network_delay',
    effects: [...CALLS_FAIL, 'node_unhealthy'],
    disprovenBy: 'calls between pods of that node being as slow as calls that leave it',
    remedy: {
      kind: 'other',
      what: 'close the node and move its pods away',
      commands: [onNode('cordon', entity), onNode('drain', entity, '--ignore-daemonsets')],
      risk: 'All its pods move, so the other nodes must have room.',
      undo: { what: 'open the node again', commands: [onNode('uncordon', entity)] },
    },
  }
}

/** Calls lose time on the way to a service that answers as fast as ever: where most of the lost time goes, from most of its callers. */
function wayFindings(scene: Scene): readonly Finding[] {
  const byCallee = [...Map.groupBy(grownGaps(scene.facts), ({ callee }) => callee)]
  const weighed = byCallee
    .map(([callee, gaps]) => ({ callee, gaps, lost: timeLost(callee, gaps, scene) }))
    .toSorted((a, b) => b.lost - a.lost)
  const most = weighed[0]?.lost ?? 0
  return weighed.slice(0, MAX_PLACES).map(({ callee, gaps, lost }) => {
    const isPlain = lost >= most * LEAD_SHARE && gaps.some((gap) => gap.worstMs >= PLAIN_DELAY_MS && isLasting(gap))
    const worst = gaps.toSorted((a, b) => b.worstMs - a.worstMs)
    const [basis, since] = [isPlain ? 'measured' : 'inferred', worst[0]?.since ?? null] as const
    return delayFinding(callee, { mechanism: 'network_delay', basis, since, for: worst.slice(0, 3).map(wayArgument) }, scene)
  })
}

/** How much time is lost, in powers of ten of what is usual, over how many calls, times the share of the callers that lose it. */
function timeLost(callee: EntityId, gaps: readonly Gap[], scene: Scene): number {
  const callers = rowsHeld(scene.facts, 'call_edges').filter(({ row }) => row.callee === callee).length
  const lost = gaps.reduce(
    (sum, gap) => sum + Math.log10(gap.worstMs / Math.max(gap.usualMs, 1)) * gap.outShare * Math.min(1, gap.calls / 4),
    0,
  )
  return (lost * gaps.length) / Math.max(callers, 1) ** 2
}

function wayArgument({ caller, callee, worstMs, usualMs, held, index }: Gap): Argument {
  return because(
    `calls from ${caller} lose ${Math.round(worstMs)} ms on the way to ${callee}, usually ${Math.round(usualMs)} ms`,
    citeSamples(held, 'callerP50Ms', index),
    citeSamples(held, 'calleeP50Ms', index),
  )
}

interface Slowdown {
  readonly unit: EntityId
  /** Milliseconds that its slowest reported quantile gained. */
  readonly addedMs: number
  readonly alerts: readonly ComparedAlert[]
}

/** Services that got much slower without using more CPU, and whose callees did not get slow enough to explain it. */
function podFindings(scene: Scene): readonly Finding[] {
  const slow = slowdowns(scene)
  if (symptomsOf(scene).some(({ kind, unit }) => ['throttling', 'saturation', 'traffic_surge'].includes(kind) && slow.has(unit))) return []
  const calls = ({ unit }: Slowdown) => scene.graph.from(unit, 'calls').filter((callee) => callee !== unit)
  const isExplained = (one: Slowdown) => calls(one).some((callee) => (slow.get(callee)?.addedMs ?? 0) >= one.addedMs * EXPLAINING_SHARE)
  const origins = [...slow.values()].filter((one) => one.addedMs >= PLAIN_DELAY_MS && !isExplained(one))
  // A server waits for a client whose network is slow, too, but only in the share of its calls that come from there.
  const [worst] = origins.toSorted((a, b) => b.addedMs - a.addedMs)
  return worst === undefined ? [] : [podFinding(worst, scene)]
}

function slowdowns(scene: Scene): ReadonlyMap<EntityId, Slowdown> {
  const compared = comparedAlerts(scene, LATENCY_ALERTS).filter(({ normal, current }) => current > normal)
  const byUnit = Map.groupBy(compared, ({ held }) => scene.graph.unitOf(held.row.entity ?? `${CLUSTER_SCOPE}/Service/unknown`))
  return new Map(
    [...byUnit].map(([unit, alerts]) => [
      unit,
      { unit, alerts, addedMs: Math.max(...alerts.map(({ normal, current }) => current - normal)) },
    ]),
  )
}

function podFinding({ unit, addedMs, alerts }: Slowdown, scene: Scene): Finding {
  const text = `${parseEntity(unit).name} answers ${Math.round(addedMs)} ms later, and neither its CPU nor what it calls explains it`
  const told = alerts.slice(0, 2).map(({ held }) => because(text, quoteSummary(held)))
  const since = alerts[0]?.held.row.startsAt ?? null
  return delayFinding(unit, { mechanism: 'pod_network_delay', basis: 'measured', since, for: told }, scene)
}

function delayFinding(entity: EntityId, shown: Pick<Finding, 'mechanism' | 'basis' | 'since' | 'for'>, scene: Scene): Finding {
  const pods = scene.graph.from(entity, 'selects').filter((one) => parseEntity(one).kind === 'Pod')
  return {
    ...shown,
    entity,
    effects: CALLS_FAIL,
    musts: ['latency'],
    // A slow way ends no program.
    mustNots: ['container_restart'],
    disprovenBy: 'the time being spent inside the service: in its own spans, its CPU, or a dependency that is not measured',
    reads: readSpans(entity, scene),
    remedy: {
      kind: 'restart',
      what: 'let its workload replace the pod',
      commands: pods.slice(0, 1).map((pod) => kubectl('delete', pod)),
      risk: 'The pod is replaced, perhaps on another node, and its connections end.',
      undo: { what: 'None needed: the workload makes a new pod.', commands: [] },
    },
  }
}
