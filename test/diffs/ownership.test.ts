import { describe, expect, it } from 'vitest'
import { ownershipOf } from '../../src/diffs/ownership.ts'

describe('src/diffs/ownership.ts', () => {
  it('knows the first folder by the first word of the only service that carries it', () => {
    const services = ['payout-scheduler', 'portal']

    expect(ownershipOf('payouts/select.py', 'payout-scheduler', services)).toBe('own')
    expect(ownershipOf('payouts/select.py', 'portal', services)).toBe('foreign')
  })

  it('does not choose between two services that carry the same word', () => {
    expect(ownershipOf('orders/topic.py', 'order-events', ['order-events', 'order-mailer'])).toBe('shared')
  })
})
