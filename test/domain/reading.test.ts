import { describe, expect, it } from 'vitest'
import { isAnswered, parseReading, readingWith, whyEmpty, withLosses, type Reading } from '../../src/domain/reading.ts'

const ROW = { locator: 'a#1', caller: 'shop/Service/a', callee: 'shop/Service/b' } as const
const PROBLEM = { where: 'a.json', record: 3, what: 'damaged' }

describe('domain/reading', () => {
  it('calls an answer whole only when nothing was lost on the way', () => {
    expect(readingWith([ROW], 'none').status).toBe('ok')
    expect(readingWith([ROW], 'none', { problems: [PROBLEM] }).status).toBe('incomplete')
    expect(readingWith([ROW], 'none', { truncated: { limit: 'rows', leftOut: 2 } }).status).toBe('incomplete')
  })

  it('calls a thing absent only when everything was asked, permitted and readable', () => {
    expect(readingWith([], 'none')).toEqual({ status: 'no_data', why: 'none' })
    expect(readingWith([], 'none', { problems: [PROBLEM] })).toMatchObject({ status: 'incomplete', rows: [], why: 'none' })
  })

  it('keeps what was lost before when more is lost', () => {
    const reading = withLosses(readingWith([ROW], 'none', { truncated: { limit: 'rows', leftOut: 2 } }), { problems: [PROBLEM] })

    expect(reading).toMatchObject({ status: 'incomplete', truncated: { leftOut: 2 }, problems: [PROBLEM] })
  })

  it('has no rows for what is refused, unknown, ambiguous or failed, and says why', () => {
    const unanswered: readonly Reading<never>[] = [
      { status: 'forbidden', why: 'may not list' },
      { status: 'unknown', why: 'no such kind' },
      { status: 'ambiguous', why: 'two clusters' },
      { status: 'error', code: 'telemetry_failed', why: '503' },
    ]

    expect(unanswered.filter(isAnswered)).toEqual([])
    expect(unanswered.map(whyEmpty)).toEqual(['may not list', 'no such kind', 'two clusters', '503'])
  })

  it('reads back every ending as it was recorded', () => {
    const readings: readonly Reading<typeof ROW>[] = [
      readingWith([ROW], ''),
      readingWith([ROW], '', { problems: [PROBLEM] }),
      readingWith([], 'none'),
      { status: 'forbidden', why: 'may not list' },
    ]

    expect(readings.map((reading) => parseReading('dependencies', JSON.parse(JSON.stringify(reading))))).toEqual(readings)
  })

  it('gives what was stored before losses had an ending that ending', () => {
    const held = parseReading('dependencies', { status: 'ok', rows: [ROW], truncated: null, problems: [PROBLEM] })
    const empty = parseReading('dependencies', { status: 'no_data', why: 'damaged', problems: [PROBLEM] })

    expect([held.status, empty.status]).toEqual(['incomplete', 'incomplete'])
    expect(empty).toMatchObject({ rows: [], problems: [PROBLEM] })
  })
})
