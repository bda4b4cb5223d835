import { describe, expect, it } from 'vitest'
import { findSaidTime } from '../../../src/investigation/follow-up/said-time.ts'

const WINDOW = { start: new Date('2026-05-27T13:40:00Z'), end: new Date('2026-05-27T14:20:00Z') }
const LIVE = { saidAt: new Date('2026-05-27T14:30:00Z'), window: WINDOW }
const UTC = 'no zone given, taken as UTC'

describe('src/investigation/follow-up/said-time', () => {
  it.each([
    ['we rolled back at 14:02', '2026-05-27T14:02:00.000Z', UTC],
    ['at 14:02:30 UTC', '2026-05-27T14:02:30.000Z', ''],
    ['at 14:02Z', '2026-05-27T14:02:00.000Z', ''],
    ['at 16:02 CEST', '2026-05-27T14:02:00.000Z', ''],
    ['at 16:02 +02:00', '2026-05-27T14:02:00.000Z', ''],
    ['at 16:02 UTC+2', '2026-05-27T14:02:00.000Z', ''],
    ['at 09:02 -0500', '2026-05-27T14:02:00.000Z', ''],
    ['since 2:02pm', '2026-05-27T14:02:00.000Z', UTC],
    ['around 2 pm', '2026-05-27T14:00:00.000Z', UTC],
    ['at 14h02', '2026-05-27T14:02:00.000Z', UTC],
    ['at 12:05 am', '2026-05-27T00:05:00.000Z', UTC],
    ['at 14:02 IST', '2026-05-27T14:02:00.000Z', 'the zone IST can mean several, taken as UTC'],
    ['on 2026-05-26 23:10', '2026-05-26T23:10:00.000Z', UTC],
    ['2026-05-27T14:02:11Z', '2026-05-27T14:02:11.000Z', ''],
    ['5 minutes ago', '2026-05-27T14:25:00.000Z', 'counted back from your message'],
    ['about an hour ago', '2026-05-27T13:30:00.000Z', 'counted back from your message'],
    ['half an hour ago', '2026-05-27T14:00:00.000Z', 'counted back from your message'],
    ['we just restarted it', '2026-05-27T14:30:00.000Z', 'the time of your message'],
  ])('reads “%s”', (words, at, assumed) => {
    expect(findSaidTime(words, LIVE)).toMatchObject({ at: new Date(at), assumed })
  })

  it.each(['at 25:10', 'at 13pm', 'at 14:75', 'version 1.2.03', 'we scaled to 5', ''])('finds no time in “%s”', (words) => {
    expect(findSaidTime(words, LIVE)).toBeNull()
  })

  it('takes the day of the recordings, not the day of the message', () => {
    const later = { saidAt: new Date('2026-11-28T01:00:00Z'), window: WINDOW }

    expect(findSaidTime('at 14:02', later)?.at).toEqual(new Date('2026-05-27T14:02:00Z'))
  })

  it('takes the evening before when the recordings begin after midnight', () => {
    const night = {
      saidAt: new Date('2026-05-27T00:40:00Z'),
      window: { start: new Date('2026-05-27T00:05:00Z'), end: new Date('2026-05-27T00:30:00Z') },
    }

    expect(findSaidTime('at 23:50', night)?.at).toEqual(new Date('2026-05-26T23:50:00Z'))
  })

  it('never puts a deed into the future', () => {
    expect(findSaidTime('at 18:00', LIVE)?.at).toEqual(new Date('2026-05-26T18:00:00Z'))
  })

  it('takes the day of the message when the recordings have no time', () => {
    expect(findSaidTime('at 14:02', { ...LIVE, window: null })?.at).toEqual(new Date('2026-05-27T14:02:00Z'))
  })
})
