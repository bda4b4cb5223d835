import { describe, expect, it } from 'vitest'
import { settleAsked, untilAsked } from '../../../src/causal/scene/asked-window.ts'
import type { RawSymptom } from '../../../src/causal/scene/symptoms/symptom-sources.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { END, factsOf, minute, OVERVIEW, START, version } from '../../support/facts.ts'
import { symptomLike } from '../../support/symptoms.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { rowsHeld } from '../../../src/causal/scene/cite.ts'
import { MAX_MESSAGE_CHARACTERS } from '../../../src/domain/message-length.ts'

const ASKED = { start: minute(20), end: minute(30) }

function symptom(since: number | null, until: number | null = null): RawSymptom {
  return symptomLike({ since: since === null ? null : minute(since), until: until === null ? null : minute(until) })
}

function settled(...symptoms: readonly RawSymptom[]) {
  return settleAsked(symptoms, ASKED).map(({ since, until, isBackground }) => ({ since, until, isBackground }))
}

function event(reason: string, first: number, last: number): Omit<Rows['kubernetes_events'], 'locator'> {
  const about = { entity: 'shop/Pod/basket-1', severity: 'Warning', message: reason, count: 1 } as const
  return { ...about, reason, firstAt: minute(first), lastAt: minute(last) }
}

describe('src/causal/asked-window', () => {
  it('leaves symptoms as they are where nobody asked for a part', () => {
    const symptoms = [symptom(5, 10), symptom(35)]

    expect(settleAsked(symptoms, null)).toBe(symptoms)
  })

  it('leaves out what began after the part, and lets last what went on after it', () => {
    expect(settled(symptom(22, 35), symptom(30), symptom(35))).toEqual([{ since: minute(22), until: null, isBackground: false }])
  })

  it('takes what was over before the part, and what began well before it, for background', () => {
    expect(settled(symptom(5, 10), symptom(5), symptom(22)).map(({ isBackground }) => isBackground)).toEqual([true, true, false])
  })

  it('heeds what lasts from before the part where nothing began in it, and what nobody dated', () => {
    expect(settled(symptom(5, 10), symptom(5), symptom(null)).map(({ isBackground }) => isBackground)).toEqual([true, false, false])
  })

  it('leaves out rows that began after the part, but no state of an object', () => {
    const asked = { by: 'options', words: '--to', assumed: '', recording: { start: START, end: END }, window: ASKED } as const
    const rows = {
      kubernetes_events: [event('Early', 5, 35), event('Late', 32, 35)],
      object_versions: [version('shop/ConfigMap/flags', {}, { at: 35 })],
    }

    const cut = untilAsked(factsOf({ overview: [{ ...OVERVIEW, asked }], ...rows }))
    const whole = untilAsked(factsOf({ overview: [OVERVIEW], ...rows }))

    const reasons = (facts: typeof cut) =>
      facts.kubernetes_events?.flatMap(({ reading }) => ('rows' in reading ? reading.rows.map(({ reason }) => reason) : []))
    expect(reasons(cut)).toEqual(['Early'])
    expect(reasons(whole)).toEqual(['Early', 'Late'])
    expect(cut.object_versions).toEqual(whole.object_versions)
  })
})

const LINE = `timeout ${'lorem ipsum '.repeat(10_000)} deadlock`

function scene() {
  const row = { entity: 'shop/Service/quotes', pattern: 'timeout <*>', severity: 'error', incidentCount: 3, baselineCount: 0 } as const
  return buildScene(factsOf({ overview: [OVERVIEW], log_patterns: [{ ...row, firstAt: minute(19), lastAt: null, example: LINE }] }))
}

describe('src/causal/readable-facts', () => {
  it('lets no pattern of the engine see more of a message than its first page', () => {
    const seen = scene()

    expect(rowsHeld(seen.facts, 'log_patterns').map(({ row }) => row.example.length)).toEqual([MAX_MESSAGE_CHARACTERS])
    expect(seen.symptoms.map(({ said, about }) => [said.length, [...about]])).toEqual([[MAX_MESSAGE_CHARACTERS, ['deadline']]])
  })
})
