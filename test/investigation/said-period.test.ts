import { describe, expect, it } from 'vitest'
import { findSaidPeriod } from '../../src/investigation/said-period.ts'

const RECORDING = { start: new Date('2026-05-27T13:40:00Z'), end: new Date('2026-05-27T14:20:00Z') }
const UTC = 'no zone given, taken as UTC'
const COUNTED = 'counted back from the end of the recording'

function clocks(text: string): readonly (string | null)[] {
  const found = findSaidPeriod(text, RECORDING)
  return [found?.from, found?.to].map((at) => at?.toISOString().slice(8, 19) ?? null)
}

describe('src/investigation/said-period', () => {
  it.each([
    ['why does checkout fail since 14:02?', 'since 14:02', '27T14:02:00', null, UTC],
    ['since about 14:02 UTC', 'since about 14:02 UTC', '27T14:02:00', null, ''],
    ['what broke after 16:02 CEST', 'after 16:02 CEST', '27T14:02:00', null, ''],
    ['what happened between 13:50 and 14:10 UTC?', 'between 13:50 and 14:10 UTC', '27T13:50:00', '27T14:10:00', ''],
    ['from 13:50 to 14:10', 'from 13:50 to 14:10', '27T13:50:00', '27T14:10:00', UTC],
    ['look at 13:50–14:10 UTC please', '13:50–14:10 UTC', '27T13:50:00', '27T14:10:00', ''],
    ['between 1:50 and 2:10 pm UTC', 'between 1:50 and 2:10 pm UTC', '27T13:50:00', '27T14:10:00', ''],
    [
      'between 2026-05-27T13:50:00Z and 2026-05-27T14:10:00Z',
      'between 2026-05-27T13:50:00Z and 2026-05-27T14:10:00Z',
      '27T13:50:00',
      '27T14:10:00',
      '',
    ],
    ['errors until 14:00Z', 'until 14:00Z', null, '27T14:00:00', ''],
    ['what changed in the last 20 minutes?', 'last 20 minutes', '27T14:00:00', null, COUNTED],
    ['over the past hour', 'past hour', '27T13:20:00', null, COUNTED],
    ['in the last half hour', 'last half hour', '27T13:50:00', null, COUNTED],
    ['the last 15m', 'last 15m', '27T14:05:00', null, COUNTED],
    ['since 5 minutes ago', 'since 5 minutes ago', '27T14:15:00', null, COUNTED],
  ])('reads “%s”', (text, words, from, to, assumed) => {
    expect(clocks(text)).toEqual([from, to])
    expect(findSaidPeriod(text, RECORDING)).toMatchObject({ words, assumed })
  })

  it.each([
    'why does checkout fail?',
    'what happened at 14:02?',
    'since the last release',
    'between checkout and payment at 14:02',
    'did it start after the 14:02 deploy?',
    'from 14:10 to 13:50',
    'the last 3 pods',
    '',
  ])('finds no period in “%s”', (text) => {
    expect(findSaidPeriod(text, RECORDING)).toBeNull()
  })

  it('takes the noon between its two times for what it is', () => {
    const noon = { start: new Date('2026-05-27T11:00:00Z'), end: new Date('2026-05-27T13:00:00Z') }

    expect(findSaidPeriod('from 11:50 to 12:10 pm', noon)).toMatchObject({
      from: new Date('2026-05-27T11:50:00Z'),
      to: new Date('2026-05-27T12:10:00Z'),
    })
  })

  it('spans midnight where the recording does', () => {
    const night = { start: new Date('2026-05-26T23:00:00Z'), end: new Date('2026-05-27T01:00:00Z') }

    expect(findSaidPeriod('between 23:50 and 00:10', night)).toMatchObject({
      from: new Date('2026-05-26T23:50:00Z'),
      to: new Date('2026-05-27T00:10:00Z'),
    })
  })

  it('leaves a clock time after the recording on the day of the recording', () => {
    expect(clocks('since 15:00')).toEqual(['27T15:00:00', null])
  })
})
