import { describe, expect, it } from 'vitest'
import { readEnds } from '../../src/cli/read-ends.ts'

describe('src/cli/read-ends', () => {
  it.each([
    ['2026-05-27T14:02:00Z', '2026-05-27T14:02:00.000Z'],
    ['2026-05-27T14:02Z', '2026-05-27T14:02:00.000Z'],
    ['2026-05-27T16:02:30.5+02:00', '2026-05-27T14:02:30.500Z'],
    ['2026-05-27T09:02-05:00', '2026-05-27T14:02:00.000Z'],
  ])('takes %s', (text, at) => {
    expect(readEnds({ from: text })).toEqual({ from: new Date(at), to: null })
    expect(readEnds({ to: text })).toEqual({ from: null, to: new Date(at) })
  })

  it('gives null without either', () => {
    expect(readEnds({})).toBeNull()
  })

  it.each(['14:02', '2026-05-27', '2026-05-27T14:02:00', '2026-02-30T14:02:00Z', 'yesterday', ''])('refuses “%s”', (text) => {
    expect(() => readEnds({ to: text })).toThrow(`--to takes a time of ISO 8601 with its offset, not "${text}"`)
  })

  it.each(['2026-05-27T14:02:00Z', '2026-05-27T16:02:00+02:00'])('refuses a period from %s that ends when it starts', (from) => {
    expect(() => readEnds({ from, to: '2026-05-27T14:02:00Z' })).toThrow('is not before --to')
  })
})
