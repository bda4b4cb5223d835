import { describe, expect, it } from 'vitest'
import { readLogLines } from '../../../src/telemetry/log-lines/read-log-lines.ts'

const START = new Date('2026-05-12T11:59:00Z')
const END = new Date('2026-05-12T13:00:00Z')
const NOON = new Date('2026-05-12T12:00:00Z')

function timeOf(line: string, { startedAt = START, endedAt = END }: { startedAt?: Date | null; endedAt?: Date | null } = {}) {
  const { records, problems } = readLogLines([line], { where: 'a', startedAt, endedAt })
  return { at: records[0]?.at, problems: problems.length }
}

describe('src/telemetry/log-lines/place-times', () => {
  it.each([
    '2026-05-12T12:00:00.000000000Z x',
    '2026-05-12T14:00:00+02:00 x',
    '2026-05-12 12:00:00,000 x',
    '2026/05/12 12:00:00 [error] x',
    'E0512 12:00:00.000000       1 a.go:1] x',
    '[Tue May 12 12:00:00.000000 2026] [core:error] x',
    'Tue May 12 12:00:00 UTC 2026 INFO: x',
    '127.0.0.1 - - [12/May/2026 12:00:00] "GET /ready HTTP/1.1" 503 -',
    '1:M 12 May 2026 12:00:00.000 # x',
    '10.0.0.1 - - [12/May/2026:05:00:00 -0700] "GET / HTTP/1.1" 200 1',
    'May 12, 2026 12:00:00 PM a.B c',
    '<11>May 12 12:00:00 web app: x',
    'E, [2026-05-12T12:00:00.000000 #1] ERROR -- : x',
    '{"ts":1778587200,"level":"info","msg":"x"}',
    '{"time":1778587200000,"level":30,"msg":"x"}',
    '{"time":"1778587200000000000","level":"info","msg":"x"}',
    '{"t":{"$date":"2026-05-12T12:00:00.000+00:00"},"s":"I","c":"NETWORK","msg":"x"}',
    'time=2026-05-12T12:00:00Z level=info msg=x',
  ])('places %s', (line) => {
    expect(timeOf(line)).toEqual({ at: NOON, problems: 0 })
  })

  it('does not use a time without zone when nothing is known of the container, and says so', () => {
    expect(timeOf('2026-05-12 12:00:00 x', { startedAt: null, endedAt: null })).toEqual({ at: null, problems: 1 })
  })

  it('does not use times without zone that would lie outside the run of the container', () => {
    expect(timeOf('2026-05-12 14:00:00 x')).toEqual({ at: null, problems: 1 })
    expect(timeOf('2026-05-12 10:00:00 x')).toEqual({ at: null, problems: 1 })
  })

  it('takes a missing year from the end of the log', () => {
    const around = { startedAt: null, endedAt: new Date('2026-01-01T00:10:00Z') }

    expect(timeOf('E1231 23:50:00.000000       1 a.go:1] x', around).at).toEqual(new Date('2025-12-31T23:50:00Z'))
  })

  it('does not use a clock without a date', () => {
    expect(timeOf('12:00:00.123 [main] ERROR a.B - x')).toEqual({ at: null, problems: 1 })
  })

  it('takes a year that no incident has for no time', () => {
    expect(timeOf('0001-01-01T00:00:00Z x')).toEqual({ at: null, problems: 0 })
  })
})
