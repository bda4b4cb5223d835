import { describe, expect, it } from 'vitest'
import { partOf } from '../../src/domain/asked-period.ts'
import { END, minute, START } from '../support/facts.ts'

const RECORDING = { start: START, end: END }

describe('src/domain/asked-period', () => {
  it.each([
    ['both ends', minute(10), minute(30), { start: minute(10), end: minute(30) }],
    ['the start alone', minute(10), null, { start: minute(10), end: END }],
    ['the end alone', null, minute(30), { start: START, end: minute(30) }],
    ['ends that lie around the recording', minute(-10), minute(100), RECORDING],
    ['a period before the recording', minute(-30), minute(-10), null],
    ['a period that ends where the recording begins', minute(-30), START, null],
    ['a period after the recording', minute(100), null, null],
  ])('gives what %s leave of the recording', (_what, from, to, part) => {
    expect(partOf(RECORDING, { from, to })).toEqual(part)
  })
})
