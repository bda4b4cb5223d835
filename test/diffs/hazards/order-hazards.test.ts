import { describe, expect, it } from 'vitest'
import { findHazards } from '../../../src/diffs/find-hazards.ts'
import { orderHazards } from '../../../src/diffs/hazards/order-hazards.ts'
import { growthOf } from '../../support/patterns/growth.ts'

function hazardsIn(...lines: readonly string[]) {
  const { touched } = findHazards(['--- a/state.py', '+++ b/state.py', '@@ enum State @@', ...lines].join('\n'), ['state.py'])
  return touched.flatMap(orderHazards)
}

describe('src/diffs/hazards/order-hazards', () => {
  it('names the members that stand in another order', () => {
    expect(hazardsIn('-  PAID,', '   NEW,', '   SENT (2) ;', '+  PAID,').map(({ text }) => text)).toEqual([
      'members are numbered in another order: NEW, SENT, PAID',
    ])
  })

  it('takes linear time on a member with any amount of white space behind it', () => {
    expect(growthOf(hazardsIn, (length) => `+ENTRY${' '.repeat(length)}!`)).toBeNull()
  })
})
