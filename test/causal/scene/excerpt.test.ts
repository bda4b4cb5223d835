import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { earlySeconds } from '../../../src/causal/scene/excerpt.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { calls, CHATTER, END, factsOf, minute, OVERVIEW, START, STEP_SECONDS } from '../../support/facts.ts'

const BASKET = 'shop/Service/basket'
const TILL = 'shop/Service/till'

type Line = Omit<Rows['log_patterns'], 'locator'>

function line(example: string, more: Partial<Line> = {}): Line {
  const counts = { incidentCount: 1, baselineCount: 0, firstAt: minute(30), lastAt: minute(30) }
  return { entity: BASKET, pattern: example, severity: 'error', ...counts, example, ...more }
}

function called(errors: number): Omit<Rows['call_edges'], 'locator'> {
  const grid = { startAt: START, stepSeconds: STEP_SECONDS }
  const durations = { callerP50Ms: [400], callerP95Ms: [400], calleeP50Ms: [390], calleeP95Ms: [390] }
  return { caller: TILL, callee: BASKET, ...grid, counts: [3], errors: [errors], ...durations }
}

function harms(rows: Parameters<typeof factsOf>[0]) {
  return buildScene(factsOf({ overview: [OVERVIEW], ...rows })).symptoms.filter(({ strength }) => strength > 0)
}

describe('causal/scene/excerpt', () => {
  it('hears an error that was said once when little else was kept, for as long as the data lasts', () => {
    expect(harms({ log_patterns: [line('order not stored')] })).toEqual([
      expect.objectContaining({ kind: 'log_error', entity: BASKET, since: minute(30), until: null, strength: 0.5 }),
    ])
    expect(harms({ log_patterns: [line('order not stored'), CHATTER] })).toEqual([])
  })

  it('compares what was kept with nothing: its first part is no calm time', () => {
    const early = line('order not stored', { incidentCount: 0, baselineCount: 1, firstAt: minute(3), lastAt: minute(3) })

    expect(harms({ log_patterns: [early] })).toEqual([expect.objectContaining({ kind: 'log_error', since: minute(3) })])
    expect(harms({ log_patterns: [early, CHATTER] })).toEqual([])
  })

  it('hears lines without a level that say what does not work', () => {
    expect(harms({ log_patterns: [line('db query failed, tried all hosts', { severity: 'unknown' })] })).toHaveLength(1)
    expect(harms({ log_patterns: [line('db query done, tried one host', { severity: 'unknown' })] })).toEqual([])
    expect(harms({ log_patterns: [line('db query failed, tried all hosts', { severity: 'unknown' }), CHATTER] })).toEqual([])
  })

  it('hears no warning, and nothing that was only mentioned', () => {
    expect(harms({ log_patterns: [line('stock is low', { severity: 'warning' }), line('sale opened', { severity: 'info' })] })).toEqual([])
  })

  it('takes calls of which most fail for failing, however few were kept', () => {
    expect(harms({ call_edges: [called(2)] })).toEqual([
      expect.objectContaining({ kind: 'error_rate', entity: BASKET, seenBy: TILL, since: START, until: null }),
    ])
    expect(harms({ call_edges: [called(1)] })).toEqual([])
    expect(harms({ call_edges: [called(0)] })).toEqual([])
  })

  it('leaves the counting of many calls to their baseline', () => {
    const many = { ...called(2), counts: [300], errors: [200] }

    expect(harms({ call_edges: [many] })).toEqual([])
  })

  describe('what was there from the start', () => {
    const window = { start: START, end: END }

    it('is what is seen in the first minutes, or in the first part of a short recording', () => {
      const facts = factsOf({ service_calls: [calls(BASKET)] })

      expect(earlySeconds(facts, window, 120)).toBe(120)
      expect(earlySeconds(facts, { start: START, end: minute(4) }, 120)).toBe(36)
    })

    it('is nothing in an excerpt, which begins with the incident', () => {
      expect(earlySeconds(factsOf({ log_patterns: [line('order not stored')] }), window, 120)).toBe(0)
      expect(earlySeconds(factsOf({ log_patterns: [line('order not stored'), CHATTER] }), window, 120)).toBe(120)
    })

    it('holds no alert of an excerpt', () => {
      const fired = { startsAt: START, endsAt: null, value: null }
      const alert: Omit<Rows['alerts'], 'locator'> = {
        name: 'Errors',
        entity: BASKET,
        state: 'firing',
        labels: {},
        summary: 'errors',
        ...fired,
      }

      expect(harms({ alerts: [alert] })).toEqual([expect.objectContaining({ source: 'alert', isBackground: false })])
      expect(harms({ alerts: [alert], log_patterns: [CHATTER] })).toEqual([
        expect.objectContaining({ source: 'alert', isBackground: true }),
      ])
    })
  })
})
