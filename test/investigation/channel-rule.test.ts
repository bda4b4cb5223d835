import { describe, expect, it } from 'vitest'
import { findChannelRule } from '../../src/investigation/channel-rule.ts'

const RULES = [
  { match: '#inc-checkout', environment: 'checkout' },
  { match: 'inc-*', environment: 'shop' },
  { match: 'C0EXACT', environment: 'other' },
]

describe('investigation/channel-rule', () => {
  it.each([
    ['inc-checkout', 'checkout'],
    ['inc-2026-11-20', 'shop'],
    ['incident', null],
    ['my-inc-x', null],
  ])('links #%s to %s', (name, environment) => {
    expect(findChannelRule(RULES, { id: 'C1', name })?.environment ?? null).toBe(environment)
  })

  it('matches a channel by its id too, and takes the pattern literally apart from the star', () => {
    expect(findChannelRule(RULES, { id: 'C0EXACT', name: 'general' })?.environment).toBe('other')
    expect(findChannelRule([{ match: 'inc.', environment: 'shop' }], { id: 'C1', name: 'incx' })).toBeNull()
  })
})
