import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completedWeek } from '../../src/evaluation/iso-week.ts'

const HOUR_MS = 60 * 60 * 1000
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/St_Johns']

describe('src/evaluation/iso-week', () => {
  it.each([
    // A Monday at nine: the week that ended in the night before.
    ['2026-11-16T08:00:00Z', 'Europe/Berlin', '2026-W46', '2026-11-08T23:00:00Z', '2026-11-15T23:00:00Z'],
    // Sunday evening in New York is Monday in UTC: their week has not ended.
    ['2026-11-16T03:00:00Z', 'America/New_York', '2026-W45', '2026-11-02T05:00:00Z', '2026-11-09T05:00:00Z'],
    ['2026-11-16T03:00:00Z', 'UTC', '2026-W46', '2026-11-09T00:00:00Z', '2026-11-16T00:00:00Z'],
    // Clocks went back on 25 October 2026 in Berlin: a week of 169 hours.
    ['2026-10-26T09:00:00Z', 'Europe/Berlin', '2026-W43', '2026-10-18T22:00:00Z', '2026-10-25T23:00:00Z'],
    // The first days of 2027 belong to the last week of 2026.
    ['2027-01-04T09:00:00Z', 'UTC', '2026-W53', '2026-12-28T00:00:00Z', '2027-01-04T00:00:00Z'],
  ])('at %s in %s the last whole week is %s', (at, zone, week, start, end) => {
    expect(completedWeek(new Date(at), zone)).toEqual({ week, window: { start: new Date(start), end: new Date(end) } })
  })

  it('refuses an unknown time zone', () => {
    expect(() => completedWeek(new Date('2026-11-16T08:00:00Z'), 'Europe/Nowhere')).toThrow(RangeError)
  })

  it('lays the weeks of a zone end to end, each about 168 hours long', () => {
    const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, fc.constantFrom(...ZONES), (at, zone) => {
        const { window, week } = completedWeek(at, zone)
        const before = completedWeek(new Date(window.start.getTime() + HOUR_MS), zone)

        expect(window.end.getTime()).toBeLessThanOrEqual(at.getTime())
        expect(Math.abs((window.end.getTime() - window.start.getTime()) / HOUR_MS - 168)).toBeLessThanOrEqual(1)
        expect(before.window.end).toEqual(window.start)
        expect(before.week).not.toBe(week)
      }),
    )
  })
})
