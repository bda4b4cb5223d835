import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { cpuOverload } from '../../../src/causal/families/cpu-overload.ts'
import { unexplained } from '../../../src/causal/families/unexplained.ts'
import { networkDegraded } from '../../../src/causal/families/network-degraded.ts'
import type { Family } from '../../../src/causal/families/family.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { asked, processorUse, stepped } from '../../support/call-facts.ts'
import { calls, depends, factsOf, minute, OVERVIEW, STEPS, version } from '../../support/facts.ts'

const BASKET = 'shop/Service/basket'
const ORDERS = 'shop/Service/orders'
const QUOTES = 'shop/Service/quotes'
/** The last steps: what is still so at the end of the data. */
const LATE = STEPS - 5

function proposedBy(mechanism: Family, rows: Parameters<typeof factsOf>[0]) {
  const scene = buildScene(factsOf({ overview: [OVERVIEW], ...rows }))
  return mechanism.propose(scene).map(({ entity, mechanism: name, basis }) => [entity, name, basis])
}

describe('src/causal/families/cpu-overload', () => {
  it('names each workload that jumped to the top of its processor', () => {
    const series = [processorUse(ORDERS, stepped(0.3, LATE, 0.75)), processorUse(BASKET, stepped(0.1, LATE, 0.95))]

    expect(proposedBy(cpuOverload, { series })).toEqual([
      [BASKET, 'cpu_consumed', 'measured'],
      [ORDERS, 'cpu_consumed', 'measured'],
    ])
  })

  it('only infers it of a rise far from the top, and says nothing of a workload that always runs hot, or of one busy step', () => {
    const series = [
      processorUse(ORDERS, stepped(0.85, LATE, 0.95)),
      processorUse(BASKET, stepped(0.05, LATE, 0.3)),
      processorUse(QUOTES, stepped(0.1, STEPS - 1, 0.99)),
    ]

    expect(proposedBy(cpuOverload, { series })).toEqual([[BASKET, 'cpu_overload', 'inferred']])
  })

  it('leaves to its load a workload whose requests grew with it', () => {
    const requests = { ...processorUse(BASKET, stepped(10, LATE, 60)), metric: 'requests', meaning: 'requests_per_second' as const }

    expect(proposedBy(cpuOverload, { series: [processorUse(BASKET, stepped(0.1, LATE, 0.95)), requests] })).toEqual([])
  })
})

describe('src/causal/families/network-degraded', () => {
  const counts = stepped(40, 0, 40)
  const own = stepped(9, 0, 9)

  it('names the service on the way to which calls lose time while it answers as fast as ever', () => {
    const edges = [
      asked('shop/Service/storefront', BASKET, { counts, callerMs: stepped(13, LATE, 260), calleeMs: own }),
      asked(ORDERS, BASKET, { counts, callerMs: stepped(13, LATE, 258), calleeMs: own }),
      asked(ORDERS, QUOTES, { counts, callerMs: stepped(12, 0, 12), calleeMs: own }),
    ]

    expect(proposedBy(networkDegraded, { call_edges: edges })).toEqual([[BASKET, 'network_delay', 'measured']])
  })

  it('says nothing where the callee itself takes longer, and of a delay that healthy networks show', () => {
    const slowCallee = asked(ORDERS, QUOTES, { counts, callerMs: stepped(13, LATE, 260), calleeMs: stepped(9, LATE, 256) })
    const jitter = asked(ORDERS, BASKET, { counts, callerMs: stepped(13, LATE, 30), calleeMs: own })

    expect(proposedBy(networkDegraded, { call_edges: [slowCallee, jitter] })).toEqual([])
  })

  it('does not blame the callees of a caller that waits on everybody', () => {
    const callees: readonly EntityId[] = [BASKET, QUOTES, 'shop/Service/shipping', 'shop/Service/stock']
    const edges = callees.map((callee) => asked(ORDERS, callee, { counts, callerMs: stepped(13, LATE, 260), calleeMs: own }))

    expect(proposedBy(networkDegraded, { call_edges: edges })).toEqual([])
  })
})

describe('src/causal/families/network-degraded, of a node', () => {
  const SHIPPING = 'shop/Service/shipping'
  const counts = stepped(4, 0, 4)
  const lossy = (caller: EntityId, callee: EntityId) =>
    asked(caller, callee, { counts, callerMs: stepped(13, LATE, 260), calleeMs: stepped(9, LATE, 9) })
  const on = (name: string, node: string) =>
    version(`shop/Pod/${name}-0`, {
      metadata: { ownerReferences: [{ kind: 'StatefulSet', name }], labels: { app: name } },
      spec: { nodeName: node, containers: [{ name: 'main' }] },
    })
  const front = (name: string) => version(`shop/Service/${name}`, { spec: { selector: { app: name } } })
  const names = ['orders', 'basket', 'quotes', 'shipping']
  const objects = [...names.map(front), on('orders', 'node-a'), on('basket', 'node-b'), on('quotes', 'node-b'), on('shipping', 'node-c')]

  it('names the node that all ways lead to which lose time, and no service', () => {
    const edges = [lossy(ORDERS, BASKET), lossy(SHIPPING, QUOTES)]

    expect(proposedBy(networkDegraded, { object_versions: objects, call_edges: edges })).toEqual([
      ['_cluster/Node/node-b', 'node_network_delay', 'inferred'],
    ])
  })

  it('leaves it to the service that is an end of all of them, unless an alert is about the node', () => {
    const alert = {
      name: 'PaketeWiederholt',
      entity: '_cluster/Node/node-b' as const,
      state: 'firing' as const,
      labels: {},
      summary: '',
      startsAt: minute(LATE),
      endsAt: null,
      value: 40,
    }
    const rows = { object_versions: objects, call_edges: [lossy(ORDERS, BASKET), lossy(SHIPPING, BASKET)] }

    expect(proposedBy(networkDegraded, rows).map(([entity]) => entity)).toEqual([BASKET])
    expect(proposedBy(networkDegraded, { ...rows, alerts: [alert] })).toEqual([['_cluster/Node/node-b', 'node_network_delay', 'measured']])
  })
})

describe('src/causal/families/unexplained', () => {
  const slow = (service: EntityId, until?: number) =>
    calls(service, { from: { at: 22, p95: 900 }, ...(until === undefined ? {} : { until }) })

  it('names the deepest service that is slow, and not those that wait for it', () => {
    const rows = { service_calls: [slow(ORDERS), slow(BASKET)], dependencies: [depends(ORDERS, BASKET)] }

    expect(proposedBy(unexplained, rows)).toEqual([[BASKET, 'service_slow', 'inferred']])
  })

  it('names nothing that is over', () => {
    expect(proposedBy(unexplained, { service_calls: [slow(BASKET, 30)] })).toEqual([])
  })

  const unreached = (callee: EntityId) => ({
    ...asked(ORDERS, callee, { counts: stepped(40, 0, 40), callerMs: stepped(12, 0, 12) }),
    errors: stepped(0, 22, 40),
    calleeP50Ms: stepped<number | null>(9, 22, null),
  })
  const failing = calls(ORDERS, { from: { at: 22, errors: 40 } })

  it('names the service that calls no longer get through to, and not the caller that tells of it', () => {
    const rows = { service_calls: [failing, calls(BASKET), calls(QUOTES)], call_edges: [unreached(BASKET)] }

    expect(proposedBy(unexplained, rows)).toEqual([[BASKET, 'service_failing', 'inferred']])
  })

  it('names the caller that gets through to several no longer', () => {
    const rows = { service_calls: [failing, calls(BASKET), calls(QUOTES)], call_edges: [unreached(BASKET), unreached(QUOTES)] }

    expect(proposedBy(unexplained, rows)).toEqual([[ORDERS, 'service_failing', 'inferred']])
  })

  it('names nothing for slight departures', () => {
    const rows = { service_calls: [calls(BASKET, { from: { at: 22, p95: 80 } })] }

    expect(proposedBy(unexplained, rows)).toEqual([])
  })
})
