import { CLUSTER_SCOPE, parseEntity, type EntityId } from '../../domain/entity.ts'
import { cite, rowsHeld } from '../scene/cite.ts'
import { symptomsOf } from '../weigh/explain.ts'
import { comparedAlerts, type ComparedAlert } from '../scene/kubernetes/compared-alerts.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { because, buildProposal, type Finding } from './build-proposal.ts'
import { kubectl, onNode } from './kubectl.ts'
import type { Family } from './family.ts'

const RETRANSMISSIONS = /retransmi|tcp_retrans/i
const LATENCY_ALERTS = /latency|slow|response.?time/i
/**
 * Lost packets are sent again for as long as packets are lost, several a second on any busy node. A mere delay triggers the timer
 * (RTO, at least 200 ms) only until TCP has learned the longer round trip (RFC 6298), so retransmissions stay below one or two a second.
 */
const LOSS_RETRANSMISSIONS_PER_SECOND = 3
/** A delay in the network is felt by every exchange; below this much more, ordinary causes are likelier. */
const LEAST_ADDED_MS = 150
/** A slow callee explains a slow caller when it got slower by at least this share of what the caller did. */
const EXPLAINING_SHARE = 0.2

/** The network is slow or lossy: at a whole node, told by retransmissions, or at one workload, told by latency without load. */
export const networkDegraded: Family = {
  name: 'network_degraded',
  propose(scene) {
    const nodes = nodeFindings(scene)
    return (nodes.length > 0 ? nodes : podFindings(scene)).map(buildProposal)
  },
}

function nodeFindings(scene: Scene): readonly Finding[] {
  const raised = comparedAlerts(scene, RETRANSMISSIONS).filter(
    ({ held }) => held.row.entity !== null && parseEntity(held.row.entity).kind === 'Node',
  )
  // Peers of the ill node resend as well, less.
  const [worst] = raised.toSorted((a, b) => b.current - a.current)
  return worst === undefined ? [] : [nodeFinding(worst)]
}

function nodeFinding(worst: ComparedAlert): Finding {
  const { row } = worst.held
  const entity = row.entity ?? (`${CLUSTER_SCOPE}/Node/unknown` as const)
  const isLoss = worst.current >= LOSS_RETRANSMISSIONS_PER_SECOND
  return {
    entity,
    mechanism: isLoss ? 'node_network_loss' : 'node_network_delay',
    // Loss is resent by the node that loses; a delay makes either end of a connection resend, so it places the fault less surely.
    basis: isLoss ? 'measured' : 'inferred',
    since: row.startsAt,
    victims: [entity],
    effects: ['latency', 'error_rate', 'traffic_drop', 'node_unhealthy', 'unreachable', 'log_error'],
    for: [
      because(
        `${parseEntity(entity).name} sends packets again: its network ${isLoss ? 'loses them' : 'delays them'}`,
        cite(worst.held, `summary: ${row.summary}`, { role: 'mechanism', at: row.startsAt }),
      ),
    ],
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

interface Slowdown {
  readonly unit: EntityId
  /** Milliseconds that its slowest reported quantile gained. */
  readonly addedMs: number
  readonly alerts: readonly ComparedAlert[]
}

/**
 * Services that got much slower without using more CPU, and whose callees did not get slow enough to explain it. Where calls were
 * traced, the edges say more than this, so it keeps silent.
 */
function podFindings(scene: Scene): readonly Finding[] {
  if (rowsHeld(scene.facts, 'call_edges').length > 0) return []
  const slow = slowdowns(scene)
  const busy = new Set(
    symptomsOf(scene)
      .filter(isBusy)
      .map((symptom) => scene.graph.unitOf(symptom.entity)),
  )
  if ([...busy].some((unit) => slow.has(unit))) return []
  const origins = [...slow.values()].filter((one) => one.addedMs >= LEAST_ADDED_MS && !isExplained(one, slow, scene))
  return origins.filter((one) => !isSlowedByCaller(one, origins, scene)).map((one) => podFinding(one, scene))
}

/** A server waits for a client whose network is slow, too, but only in the share of its calls that come from there. */
function isSlowedByCaller(one: Slowdown, origins: readonly Slowdown[], scene: Scene): boolean {
  return origins.some(
    (other) => other !== one && one.addedMs < other.addedMs * EXPLAINING_SHARE && scene.graph.from(other.unit, 'calls').includes(one.unit),
  )
}

function isBusy(symptom: Symptom): boolean {
  return symptom.kind === 'throttling' || symptom.kind === 'saturation' || symptom.kind === 'traffic_surge'
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

function isExplained(one: Slowdown, slow: ReadonlyMap<EntityId, Slowdown>, scene: Scene): boolean {
  return scene.graph
    .from(one.unit, 'calls')
    .some((callee) => callee !== one.unit && (slow.get(callee)?.addedMs ?? 0) >= one.addedMs * EXPLAINING_SHARE)
}

function podFinding(one: Slowdown, scene: Scene): Finding {
  const { name } = parseEntity(one.unit)
  const pods = scene.graph.from(one.unit, 'selects').filter((entity) => parseEntity(entity).kind === 'Pod')
  return {
    entity: one.unit,
    mechanism: 'pod_network_delay',
    basis: 'measured',
    since: one.alerts[0]?.held.row.startsAt ?? null,
    victims: [one.unit],
    effects: ['latency', 'error_rate', 'traffic_drop', 'log_error'],
    for: one.alerts
      .slice(0, 2)
      .map(({ held }) =>
        because(
          `${name} answers ${Math.round(one.addedMs)} ms later, and neither its CPU nor what it calls explains it`,
          cite(held, `summary: ${held.row.summary}`, { role: 'mechanism', at: held.row.startsAt }),
        ),
      ),
    disprovenBy: 'the time being spent inside the service: in its own spans, its CPU, or a dependency that is not measured',
    remedy: {
      kind: 'restart',
      what: 'let its workload replace the pod',
      commands: pods.slice(0, 1).map((pod) => kubectl('delete', pod)),
      risk: 'The pod is replaced, perhaps on another node, and its connections end.',
      undo: { what: 'None needed: the workload makes a new pod.', commands: [] },
    },
  }
}
