import { describe, expect, it } from 'vitest'
import { judgeCall, type PastCall } from '../../src/agent/repetition.ts'

function call(name: string, args: object): PastCall {
  return { name, argumentsJson: JSON.stringify(args) }
}

describe('agent/repetition', () => {
  it('refuses the very same call, whatever its spelling', () => {
    const earlier = [{ name: 'read_events', argumentsJson: '{"entity": "shop/Pod/a"}' }]

    expect(judgeCall({ name: 'read_events', argumentsJson: '{"entity":"shop/Pod/A"}' }, earlier)).toBe('refuse_identical')
    expect(judgeCall({ name: 'read_alerts', argumentsJson: '{"entity":"shop/Pod/a"}' }, earlier)).toBe('allow')
  })

  it('forces another strategy at the third nearly identical call', () => {
    const first = call('read_logs', { entity: 'shop/Service/orders', only_errors: true, text: 'connection refused by quotes' })
    const second = call('read_logs', { entity: 'shop/Service/orders', only_errors: true, text: 'connection refused from quotes' })
    const third = call('read_logs', { entity: 'shop/Service/orders', only_errors: true, text: 'connection refused to quotes' })

    expect(judgeCall(second, [first])).toBe('allow')
    expect(judgeCall(third, [first, second])).toBe('change_strategy')
  })

  it('lets a different entity through after two alike', () => {
    const earlier = [
      call('describe_entity', { entity: 'shop/Deployment/orders', filter: null, offset: 0 }),
      call('describe_entity', { entity: 'shop/Deployment/quotes', filter: null, offset: 0 }),
    ]

    expect(judgeCall(call('describe_entity', { entity: 'shop/NetworkPolicy/deny', filter: null, offset: 0 }), earlier)).toBe('allow')
  })

  it('takes another page of the same answer for progress', () => {
    const pages = [0, 20, 40].map((offset) => call('read_events', { entity: 'shop/Pod/orders-1', offset }))

    expect(judgeCall(call('read_events', { entity: 'shop/Pod/orders-1', offset: 60 }), pages)).toBe('allow')
  })

  it('lets the third deployment through although only its name differs', () => {
    const earlier = ['orders', 'quotes'].map((name) => call('describe_entity', { entity: `shop/Deployment/${name}`, offset: 0 }))

    expect(judgeCall(call('describe_entity', { entity: 'shop/Deployment/basket', offset: 0 }), earlier)).toBe('allow')
  })
})
