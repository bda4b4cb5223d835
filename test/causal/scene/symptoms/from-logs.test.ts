import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import type { Rows } from '../../../../src/domain/telemetry-rows.ts'
import { CHATTER, END, factsOf, minute, OVERVIEW, START } from '../../../support/facts.ts'

const CART = 'shop/Service/cart'

function pattern(example: string, more: Partial<Rows['log_patterns']> = {}): Omit<Rows['log_patterns'], 'locator'> {
  const counts = { incidentCount: 1, baselineCount: 0, firstAt: minute(30), lastAt: minute(39) }
  return { entity: CART, pattern: example, severity: 'unknown', ...counts, example, ...more }
}

function symptoms(row: Omit<Rows['log_patterns'], 'locator'>) {
  return buildScene(factsOf({ overview: [OVERVIEW], log_patterns: [row, CHATTER] })).symptoms.filter(({ kind }) => kind === 'log_error')
}

describe('causal/scene/symptoms/from-logs', () => {
  it.each([
    'panic: runtime error: index out of range [3] with length 3',
    'write /data/wal: no space left on device',
    'exec: "wge": executable file not found in $PATH',
    'Failed to bind to port 80',
    'DEPLOY_ENV is undefined',
  ])('hears a hard failure that was printed once, without a level: %s', (text) => {
    expect(symptoms(pattern(text))).toEqual([expect.objectContaining({ entity: CART, since: minute(30) })])
  })

  it('hears one that nothing can be compared with, as in a dump', () => {
    expect(symptoms(pattern('panic: no queue', { baselineCount: null, firstAt: null, lastAt: null }))).toHaveLength(1)
  })

  it('takes one that calm times know for nothing new', () => {
    expect(symptoms(pattern('panic: no queue', { baselineCount: 2 }))).toEqual([])
  })

  it('takes single errors and lines without a level that state no failure for chance', () => {
    expect(symptoms(pattern('order 7 not accepted', { severity: 'error' }))).toEqual([])
    expect(symptoms(pattern('order 7 not accepted', { incidentCount: 90 }))).toEqual([])
  })

  it('takes what is logged as harmless or as a warning for no symptom', () => {
    expect(symptoms(pattern('recovered from panic: no queue', { severity: 'info' }))).toEqual([])
    expect(symptoms(pattern('recovered from panic: no queue', { severity: 'warning' }))).toEqual([])
  })

  describe('warnings', () => {
    const warned = (incidentCount: number, baselineCount: number | null = null) =>
      pattern('stock is low', { severity: 'warning', incidentCount, baselineCount })
    const said = (...rows: readonly Omit<Rows['log_patterns'], 'locator'>[]) =>
      buildScene(factsOf({ overview: [OVERVIEW], log_patterns: rows })).symptoms.filter(({ kind }) => kind === 'log_error')

    it('are a symptom of a new program that says little else', () => {
      expect(said(warned(30), pattern('order taken', { severity: 'info', incidentCount: 60, baselineCount: null }))).toEqual([
        expect.objectContaining({ entity: CART, until: null, strength: 0.5 }),
      ])
    })

    it('may have no level, when they say what does not work', () => {
      const complained = (text: string) => said(pattern(text, { incidentCount: 130, baselineCount: null }))

      expect(complained('Connection error: try again')).toEqual([expect.objectContaining({ strength: 0.5 })])
      expect(complained('Connection made: go on')).toEqual([])
    })

    it('are none when they are few, a small share, or of a program that can be compared with itself', () => {
      expect(said(warned(19))).toEqual([])
      expect(said(warned(30), pattern('order taken', { severity: 'info', incidentCount: 100, baselineCount: null }))).toEqual([])
      expect(said(warned(30, 0))).toEqual([])
    })
  })

  it('does not date errors of which nothing at all was compared, unless they came late: they may be as old as the data', () => {
    const error = (firstAt: Date) => pattern('order not stored', { severity: 'error', incidentCount: 40, baselineCount: null, firstAt })
    const alone = (firstAt: Date) => {
      const query = { kind: 'log_patterns' as const, incident: { start: START, end: END }, baseline: null }
      const evidence = (factsOf({ log_patterns: [error(firstAt)] }).log_patterns ?? []).map((one) => ({ ...one, query }))
      return buildScene({ ...factsOf({ overview: [OVERVIEW] }), log_patterns: evidence }).symptoms
    }

    expect(alone(minute(2))).toEqual([expect.objectContaining({ kind: 'log_error', since: null })])
    expect(alone(minute(30))).toEqual([expect.objectContaining({ kind: 'log_error', since: minute(30) })])
    expect(symptoms(error(minute(2)))[0]).toMatchObject({ since: minute(2) })
  })

  it('keeps what is new and no error: trouble where it warns, news where it does not, of no strength', () => {
    const rows = [pattern('stock is low', { severity: 'warning' }), pattern('sale opened', { severity: 'info' })]

    const { symptoms: heard } = buildScene(factsOf({ overview: [OVERVIEW], log_patterns: rows }))

    expect(heard.map(({ kind, said, strength }) => [kind, said, strength])).toEqual([
      ['trouble', 'stock is low', 0],
      ['news', 'sale opened', 0],
    ])
    expect(heard.every(({ since }) => since?.getTime() === minute(30).getTime())).toBe(true)
  })

  it('says when the errors ended', () => {
    expect(symptoms(pattern('order not stored', { severity: 'error', incidentCount: 40, lastAt: minute(33) }))).toEqual([
      expect.objectContaining({ until: minute(33) }),
    ])
  })

  it('takes what a new program complained of last for going on when it fell silent, and for over when it went on to say something else', () => {
    const error = pattern('order not stored', { severity: 'error', incidentCount: 40, baselineCount: null, lastAt: minute(33) })
    const until = (...rows: readonly Omit<Rows['log_patterns'], 'locator'>[]) =>
      buildScene(factsOf({ overview: [OVERVIEW], log_patterns: [...rows, CHATTER] })).symptoms.flatMap(({ kind, until: end }) =>
        kind === 'log_error' ? [end] : [],
      )

    expect(until(error)).toEqual([null])
    expect(until(error, pattern('order taken', { severity: 'info', baselineCount: null }))).toEqual([minute(33)])
  })
})
