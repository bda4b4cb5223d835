import { describe, expect, it } from 'vitest'
import { overSince } from '../../../src/causal/scene/still-heard.ts'
import { minute } from '../../support/facts.ts'

const overAt = (lastAt: number, length: number) => overSince(minute(lastAt), { start: minute(0), end: minute(length) })

describe('causal/scene/still-heard', () => {
  it('asks of a long recording that something was logged in its last three minutes', () => {
    expect([overAt(36.9, 40), overAt(37, 40)]).toEqual([minute(36.9), null])
  })

  it('asks of one of a few minutes that something was logged in its second half', () => {
    expect([overAt(1.4, 3), overAt(1.5, 3)]).toEqual([minute(1.4), null])
    expect([overAt(2.9, 6), overAt(3, 6)]).toEqual([minute(2.9), null])
  })

  it('says nothing of what has no time, and of a recording without one', () => {
    expect(overSince(null, { start: minute(0), end: minute(40) })).toBeNull()
    expect(overSince(minute(1), null)).toBeNull()
  })
})
