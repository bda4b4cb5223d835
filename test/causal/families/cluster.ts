import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import type { Facts } from '../../../src/causal/scene/cite.ts'
import type { Family } from '../../../src/causal/families/family.ts'
import { renderLines } from '../../../src/domain/quotation.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { CHATTER, evidenceOf, END, minute, START, OVERVIEW, version } from '../../support/facts.ts'

type Row<K extends keyof Rows> = Omit<Rows[K], 'locator'>

export const WORKLOAD = 'shop/Deployment/basket'
export const POD = 'shop/Pod/basket-6d5f-x2x4z'
export const SET = 'shop/ReplicaSet/basket-6d5f'

/** Rows of an invented cluster; each kind given replaces none of the others. */
export interface Cluster {
  readonly objects?: readonly Row<'object_versions'>[]
  readonly events?: readonly Row<'kubernetes_events'>[]
  readonly checks?: readonly Row<'checks'>[]
  readonly logs?: readonly Row<'log_patterns'>[]
  readonly alerts?: readonly Row<'alerts'>[]
  readonly dependencies?: readonly Row<'dependencies'>[]
  readonly failures?: readonly Row<'call_failures'>[]
}

/** What a mechanism proposes, as `entity mechanism basis`; fails when a quote does not stand in the evidence that it names. */
export function proposalsOf(mechanism: Family, cluster: Cluster): readonly string[] {
  const rows = {
    overview: [OVERVIEW],
    object_versions: cluster.objects ?? [],
    kubernetes_events: cluster.events ?? [],
    checks: cluster.checks ?? [],
    log_patterns: cluster.logs === undefined ? [] : [...cluster.logs, CHATTER],
    alerts: cluster.alerts ?? [],
    dependencies: cluster.dependencies ?? [],
    call_failures: cluster.failures ?? [],
  }
  const window = { start: START, end: END }
  const evidence = evidenceOf(rows).map((one) =>
    one.query.kind === 'log_patterns' ? { ...one, query: { kind: 'log_patterns' as const, incident: window, baseline: null } } : one,
  )
  const facts: Facts = Object.fromEntries(Map.groupBy(evidence, (one) => one.query.kind))
  const lines = new Map(
    evidence.map(({ id, reading }) => [id, reading.status === 'ok' ? reading.rows.flatMap((row) => renderLines(row)) : []]),
  )
  return mechanism.propose(buildScene(facts)).map((proposal) => {
    const quotes = [...proposal.for, ...proposal.against].flatMap(({ citations }) => citations)
    const invented = quotes.filter(({ evidenceId, quote }) => !(lines.get(evidenceId) ?? []).some((line) => line.includes(quote)))
    if (quotes.length === 0 || invented.length > 0) throw new Error(`${proposal.mechanism} quotes what no reading says`)
    return `${proposal.entity} ${proposal.mechanism} ${proposal.basis}`
  })
}

/** A warning event at minute 20. */
export function event(entity: EntityId, reason: string, message: string, count = 5): Row<'kubernetes_events'> {
  return { entity, reason, severity: 'Warning', message, count, firstAt: minute(20), lastAt: minute(30) }
}

/** Lines that the program of `basket` logged at the end of the data and not before. */
export function logged(example: string, more: Partial<Row<'log_patterns'>> = {}): Row<'log_patterns'> {
  const counts = { incidentCount: 3, baselineCount: 0, firstAt: minute(20), lastAt: minute(39) }
  return { entity: WORKLOAD, pattern: example, severity: 'error', ...counts, example, ...more }
}

/** A call of `basket` that did not get through, as its log says. */
export function failedCall(host: string, more: Partial<Row<'call_failures'>> = {}): Row<'call_failures'> {
  const { port = null } = more
  const target = port === null ? host : `${host}:${port}`
  const said = { failure: 'no_such_host' as const, count: 5, firstAt: minute(20), lastAt: minute(39), example: `call to ${target} failed` }
  return { caller: WORKLOAD, target, host, port, ...said, ...more }
}

/** The workload `basket` with one replica; `template` are fields of its pod spec. */
export function workload(template: Readonly<Record<string, unknown>> = {}, ready = 0): Row<'object_versions'> {
  return version(WORKLOAD, {
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'basket' } },
      template: { metadata: { labels: { app: 'basket' } }, spec: { containers: [{ name: 'main' }], ...template } },
    },
    status: { replicas: 1, readyReplicas: ready },
  })
}

export function replicaSet(pods = 1): Row<'object_versions'> {
  return version(SET, {
    metadata: { ownerReferences: [{ kind: 'Deployment', name: 'basket' }] },
    spec: { replicas: 1 },
    status: { replicas: pods },
  })
}

/** The pod of `basket`, by default pending and looked at by the scheduler. */
export function pod(fields: Readonly<Record<string, unknown>> = {}): Row<'object_versions'> {
  return version(POD, {
    metadata: { labels: { app: 'basket' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'basket-6d5f' }] },
    spec: {},
    status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False' }] },
    ...fields,
  })
}

/** A running pod with one container in the given state. */
export function runningPod(
  status: Readonly<Record<string, unknown>>,
  spec: Readonly<Record<string, unknown>> = {},
  isReady = false,
): Row<'object_versions'> {
  return pod({
    spec: { nodeName: 'node-a', ...spec },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
      containerStatuses: [{ name: 'main', ready: isReady, restartCount: 0, ...status }],
    },
  })
}

export function node(
  name: string,
  fields: { readonly labels?: Readonly<Record<string, string>>; readonly spec?: Readonly<Record<string, unknown>> } = {},
): Row<'object_versions'> {
  return version(`_cluster/Node/${name}`, { metadata: { namespace: undefined, labels: fields.labels ?? {} }, spec: fields.spec ?? {} })
}
