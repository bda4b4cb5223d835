import { describe, expect, it } from 'vitest'
import { stillHeardFrom } from '../../../src/causal/scene/still-heard.ts'
import { minute } from '../../support/facts.ts'

describe('causal/scene/still-heard', () => {
  it('asks of a long recording that something was logged in its last three minutes', () => {
    expect(stillHeardFrom({ start: minute(0), end: minute(40) })).toEqual(minute(37))
  })

  it('asks of one of a few minutes that something was logged in its second half', () => {
    expect(stillHeardFrom({ start: minute(0), end: minute(3) })).toEqual(minute(1.5))
    expect(stillHeardFrom({ start: minute(0), end: minute(6) })).toEqual(minute(3))
  })
})
