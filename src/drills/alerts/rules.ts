import type { Alert } from './alert.ts'
import { podsOf } from '../cluster/cluster.ts'
import type { Pod } from '../cluster/pod.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import { usedIn } from '../cluster/quota.ts'
import type { Quantity } from '../cluster/quantity.ts'
import { type MinuteTally, p95Ms } from '../traffic/meters.ts'
import type { World } from '../world.ts'
import type { RuleName } from './wordings.ts'

/** One alert that would fire at a moment: by which rule, and about which service, if about one. */
export interface Firing extends Alert {
  readonly rule: RuleName
  readonly unit: ServiceUnit | null
}

const LATENCY_LIMIT_MS = 1500
const SILENCE_MINUTES = 10
const PENDING_SECONDS = 120
const CRASHES = 3
const SPEND_LIMIT = 1.35
/** A second; what ordinary congestion stays below. */
const RESENT_LIMIT = 1

/** What the alert rules say at the end of a minute. Error rate has no threshold: a single failed call fires it. */
export function evaluateRules(world: World, minute: number): Firing[] {
  const served = world.topology.services.filter((unit) => unit.isInstrumented && unit.role !== 'load')
  return [
    ...served.flatMap((unit) => serviceRules(world, unit, minute)),
    ...podRules(world),
    ...spendRules(world, minute),
    ...networkRules(world),
  ]
}

function serviceRules(world: World, unit: ServiceUnit, minute: number): Firing[] {
  const last = world.meters.minuteOf(unit, minute)
  const before = world.meters.minuteOf(unit, minute - 1)
  const firing: Firing[] = []
  const errors = (last?.errors ?? 0) / Math.max(1, last?.count ?? 0)
  if (errors > 0)
    firing.push(
      serviceAlert(unit, { rule: 'errors', name: 'RequestErrorRate', summary: `Requests to ${unit.name} are failing`, value: errors }),
    )
  const slow = p95Ms(merge(last, before))
  if (slow !== null && slow > LATENCY_LIMIT_MS) {
    firing.push(
      serviceAlert(unit, {
        rule: 'latency',
        name: 'RequestLatency',
        summary: `95th percentile of ${unit.name} is above ${LATENCY_LIMIT_MS} ms`,
        value: slow,
      }),
    )
  }
  if (isSilent(world, unit, minute)) {
    firing.push(
      serviceAlert(unit, {
        rule: 'silence',
        name: 'NoRequestsDetected',
        summary: `${unit.name} has received no requests for ${SILENCE_MINUTES} minutes`,
        value: 0,
      }),
    )
  }
  return firing
}

/** Silent only when it was heard before: a service that never had traffic has no series to fall to zero. */
function isSilent(world: World, unit: ServiceUnit, minute: number): boolean {
  for (let back = 0; back < SILENCE_MINUTES; back++) {
    if ((world.meters.minuteOf(unit, minute - back)?.count ?? 0) > 0) return false
  }
  return Array.from({ length: minute }, (_, index) => index).some((earlier) => world.meters.minuteOf(unit, earlier) !== undefined)
}

/** Spending has no request behind it: what a namespace asks for, against what it asked for in its first minute. */
function spendRules(world: World, minute: number): Firing[] {
  return world.topology.namespaces.flatMap((namespace) => {
    const used = usedIn(world.cluster, namespace)
    const usual = usualSpend.get(world) ?? new Map<string, typeof used>()
    usualSpend.set(world, usual)
    const first = usual.get(namespace)
    if (first === undefined || minute === 0) {
      usual.set(namespace, used)
      return []
    }
    const rules: readonly { name: string; rule: RuleName; ratio: number; what: string }[] = [
      { name: 'CPUSpend', rule: 'cpu_spend', ratio: used.cpu / first.cpu, what: 'processor' },
      { name: 'MemorySpend', rule: 'memory_spend', ratio: used.memory / first.memory, what: 'memory' },
    ]
    return rules
      .filter((rule) => rule.ratio > SPEND_LIMIT)
      .map((rule) => ({
        rule: rule.rule,
        unit: null,
        labels: { alertname: rule.name, namespace, severity: 'warning' },
        summary: `${namespace} asks for much more ${rule.what} than usual`,
        value: rule.ratio,
      }))
  })
}

const usualSpend = new WeakMap<World, Map<string, Quantity>>()

/** Segments sent again by a node, a second, over the last minute. */
function networkRules(world: World): Firing[] {
  const rates = [...world.resent].map(([node, count]) => ({ node, perSecond: count / 60 }))
  world.resent.clear()
  return rates
    .filter(({ perSecond }) => perSecond > RESENT_LIMIT)
    .map(({ node, perSecond }) => ({
      rule: 'retransmissions',
      unit: null,
      labels: { alertname: 'NodeTcpRetransmissions', node, severity: 'warning' },
      summary: `Node ${node} sends TCP segments again: many retransmissions a second`,
      value: perSecond,
    }))
}

function podRules(world: World): Firing[] {
  return world.topology.services.flatMap((unit) =>
    podsOf(world.cluster, unit.namespace, unit.workload).flatMap((pod) => podAlerts(world, unit, pod)),
  )
}

function podAlerts(world: World, unit: ServiceUnit, pod: Pod): Firing[] {
  const age = world.clock.now - pod.createdAt
  const labels = { namespace: unit.namespace, pod: pod.metadata.name, severity: 'warning' }
  const firing: Firing[] = []
  const isPending = pod.run.startedAt === null && age > PENDING_SECONDS
  if (isPending)
    firing.push({
      rule: 'pending',
      unit: null,
      labels: { alertname: 'PendingPodsDetected', ...labels },
      summary: `Pod ${pod.metadata.name} does not start`,
      value: 1,
    })
  if (pod.run.restarts >= CRASHES && pod.run.stage === 'backoff') {
    firing.push({
      rule: 'crashing',
      unit: null,
      labels: { alertname: 'PodCrashLoopBackOff', ...labels },
      summary: `Pod ${pod.metadata.name} restarts again and again`,
      value: pod.run.restarts,
    })
  }
  if (pod.run.stage === 'failed')
    firing.push({
      rule: 'failed',
      unit: null,
      labels: { alertname: 'FailedPodsDetected', ...labels },
      summary: `Pod ${pod.metadata.name} has failed`,
      value: 1,
    })
  return firing
}

function serviceAlert(unit: ServiceUnit, alert: { rule: RuleName; name: string; summary: string; value: number }): Firing {
  const labels = { alertname: alert.name, namespace: unit.namespace, service_name: unit.name, severity: 'warning' }
  return { rule: alert.rule, unit, labels, summary: alert.summary, value: alert.value }
}

function merge(a: MinuteTally | undefined, b: MinuteTally | undefined): number[] {
  const [one, other] = [a?.buckets ?? [], b?.buckets ?? []]
  return Array.from({ length: Math.max(one.length, other.length) }, (_, index) => (one[index] ?? 0) + (other[index] ?? 0))
}
