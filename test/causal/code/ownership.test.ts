import { describe, expect, it } from 'vitest'
import { formatEntity, type EntityId } from '../../../src/domain/entity.ts'
import { ownershipOf } from '../../../src/causal/code/ownership.ts'

function service(name: string): EntityId {
  return formatEntity('app', 'Service', name)
}

describe('src/causal/code/ownership.ts', () => {
  it('knows the first folder by the first word of the only service that carries it', () => {
    const scheduler = service('payout-scheduler')

    expect(ownershipOf('payouts/select.py', scheduler, [scheduler, service('portal')])).toBe('own')
    expect(ownershipOf('payouts/select.py', service('portal'), [scheduler, service('portal')])).toBe('foreign')
  })

  it('does not choose between two services that carry the same word', () => {
    const both = [service('order-events'), service('order-mailer')]

    expect(ownershipOf('orders/topic.py', service('order-events'), both)).toBe('shared')
  })
})
