import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import type { Rows } from '../../../../src/domain/telemetry-rows.ts'
import { calls, CHATTER, depends, factsOf, minute, OVERVIEW, version } from '../../../support/facts.ts'

const CART = 'shop/Service/cart'
const QUOTE = 'shop/Service/quote'

function failed(more: Partial<Rows['call_failures']> = {}): Omit<Rows['call_failures'], 'locator'> {
  const said = { target: 'quote:8080/rates', host: 'quote', port: 8080, failure: 'refused' as const, count: 1 }
  const example = 'Get "http://quote:8080/rates": dial tcp 10.96.4.1:8080: connect: connection refused'
  return { caller: CART, ...said, firstAt: minute(30), lastAt: minute(39), example, ...more }
}

function sceneOf(row: Omit<Rows['call_failures'], 'locator'>, more: Parameters<typeof factsOf>[0] = {}) {
  const service = version(QUOTE, { spec: { clusterIP: '10.96.4.1' } })
  return buildScene(factsOf({ overview: [OVERVIEW], object_versions: [service], call_failures: [row], ...more }))
}

function heard(...args: Parameters<typeof sceneOf>) {
  return sceneOf(...args).symptoms.filter(({ kind, isBackground }) => kind === 'unreachable' && !isBackground)
}

describe('causal/scene/symptoms/from-call-failures', () => {
  it('makes a line in which a caller names the callee and the refusal an edge and a symptom at the callee', () => {
    const scene = sceneOf(failed())

    expect(scene.graph.from(CART, 'calls')).toEqual([QUOTE])
    expect(scene.symptoms).toEqual([
      expect.objectContaining({ kind: 'unreachable', entity: QUOTE, seenBy: CART, since: minute(30), until: null }),
    ])
    expect(scene.symptoms[0]?.citations).toEqual([expect.objectContaining({ quote: failed().example, evidenceId: 'E3' })])
  })

  it.each(['quote.shop', 'quote.shop.svc.cluster.local', 'QUOTE', '10.96.4.1', 'quote-0.quote.shop.svc'])(
    'knows the callee as %s',
    (host) => {
      expect(heard(failed({ host }))).toHaveLength(1)
    },
  )

  it('blames nobody for a name that nothing has', () => {
    expect(heard(failed({ host: 'quotes', failure: 'no_such_host' }))).toEqual([])
    expect(heard(failed({ host: 'quote.bank' }))).toEqual([])
  })

  it('hears a name that was not found for a Service that was deleted', () => {
    const gone = version(QUOTE, {}, { isCurrent: false, until: 29 })

    expect(heard(failed({ failure: 'no_such_host' }), { object_versions: [gone] })).toHaveLength(1)
  })

  it('takes a name that was not found at an unknown time for history when it has a Service now', () => {
    expect(heard(failed({ failure: 'no_such_host', firstAt: null, lastAt: null }))).toEqual([])
  })

  it('takes single calls that were not answered for chance, and those of calm times for usual', () => {
    expect(heard(failed({ failure: 'timed_out' }))).toEqual([])
    expect(heard(failed({ failure: 'timed_out', count: 9 }))).toHaveLength(1)
    expect(heard(failed({ failure: 'timed_out', count: 9, firstAt: minute(1) }))).toEqual([])
  })

  it('lets a callee with spans of its own speak for itself, except where calls never get through to it', () => {
    const spans = { service_calls: [calls(QUOTE)] }

    expect(heard(failed({ failure: 'timed_out', count: 9 }), spans)).toEqual([])
    expect(heard(failed(), spans)).toHaveLength(1)
  })

  it('makes an edge, and no symptom, of a failure that the callee passed on', () => {
    const scene = sceneOf(failed({ failure: 'other', count: 9 }))

    expect(scene.graph.from(CART, 'calls')).toEqual([QUOTE])
    expect(scene.symptoms).toEqual([])
  })

  it('says when the failures ended', () => {
    expect(heard(failed({ count: 9, lastAt: minute(34) }))).toEqual([expect.objectContaining({ until: minute(34) })])
  })

  describe('a callee that is named without an address', () => {
    const line = (example: string, more: Partial<Rows['log_patterns']> = {}): Omit<Rows['log_patterns'], 'locator'> => {
      const counts = { incidentCount: 9, baselineCount: 0, firstAt: minute(30), lastAt: minute(39) }
      return { entity: CART, pattern: example, severity: 'error', ...counts, example, ...more }
    }
    const named = (example: string, more: Partial<Rows['log_patterns']> = {}, callees: readonly string[] = ['quote']) => {
      const dependencies = callees.map((name) => depends(CART, `shop/Service/${name}`))
      const facts = factsOf({ overview: [OVERVIEW], dependencies, log_patterns: [line(example, more), CHATTER] })
      return buildScene(facts).symptoms.filter(({ kind }) => kind === 'unreachable')
    }
    const REFUSED = 'call to quote failed: connection refused'

    it('is not reached by who calls it', () => {
      expect(named(REFUSED)).toEqual([expect.objectContaining({ entity: QUOTE, seenBy: CART, since: minute(30), until: null })])
    })

    it('is nobody whom the writer does not call, and not one of several', () => {
      expect(named(REFUSED, {}, ['ledger'])).toEqual([])
      expect(named('call from quote to ledger failed: connection refused', {}, ['quote', 'ledger'])).toEqual([])
    })

    it('is taken for reached when calm times say the same, when it is no error, and when few calls were not answered', () => {
      expect(named(REFUSED, { baselineCount: 2 })).toEqual([])
      expect(named(REFUSED, { severity: 'warning' })).toEqual([])
      expect(named('call to quote failed: i/o timeout', { incidentCount: 2 })).toEqual([])
      expect(named('call to quote failed: i/o timeout', { incidentCount: 3 })).toHaveLength(1)
    })
  })
})
