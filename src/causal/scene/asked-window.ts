import type { Evidence } from '../../domain/evidence.ts'
import { askedPeriodIn } from '../../domain/narrowing.ts'
import { shiftSeconds, type TimeWindow } from '../../domain/time-window.ts'
import { EARLY_SECONDS } from './background.ts'
import type { Facts } from './cite.ts'
import type { RawSymptom } from './symptoms/symptom-sources.ts'

/** Where rows of these kinds say when what they tell of began. Objects keep their history whole: a cause may lie before the window, a state after it. */
const BEGAN: Readonly<Record<string, readonly string[]>> = {
  alerts: ['startsAt'],
  kubernetes_events: ['firstAt', 'lastAt'],
  changes: ['at'],
  call_failures: ['firstAt'],
  provider_status: ['startedAt'],
}

/** The part of the recording that people asked about; null when it is all of it. */
export function askedWindow(facts: Facts): TimeWindow | null {
  return askedPeriodIn(facts.overview ?? [])?.window ?? null
}

/** The facts without what began only after the part that was asked about. */
export function untilAsked(facts: Facts): Facts {
  const asked = askedWindow(facts)
  if (asked === null) return facts
  const entries = Object.entries(facts) as [string, readonly Evidence[]][]
  return Object.fromEntries(
    entries.map(([kind, evidence]) => [kind, evidence.map((one) => begunBefore(one, asked.end, BEGAN[kind] ?? []))]),
  )
}

function begunBefore(evidence: Evidence, end: Date, fields: readonly string[]): Evidence {
  const { reading } = evidence
  if (fields.length === 0 || !('rows' in reading)) return evidence
  const rows = reading.rows.filter((row) => {
    const began = new Map(Object.entries(row))
    const at = fields.map((field) => began.get(field)).find((value) => value instanceof Date)
    return at === undefined || at < end
  })
  return { ...evidence, reading: { ...reading, rows } }
}

/**
 * Symptoms as the part that was asked about shows them. What began after it is left out, and what went on after it lasts. What was over before it is
 * background, and so is what began well before it, unless nothing began in it: then what lasts from before is what people see.
 */
export function settleAsked(symptoms: readonly RawSymptom[], asked: TimeWindow | null): readonly RawSymptom[] {
  if (asked === null) return symptoms
  // People notice late: what began shortly before the time that they name is what they mean.
  const from = shiftSeconds(asked.start, -EARLY_SECONDS)
  const seen = symptoms.filter(({ since }) => since === null || since < asked.end)
  const hasFresh = seen.some(({ since, strength, isBackground }) => !isBackground && strength > 0 && since !== null && since >= from)
  return seen.map((symptom) => {
    const { since, until } = symptom
    const isPast = (until !== null && until < asked.start) || (hasFresh && since !== null && since < from)
    return { ...symptom, until: until !== null && until >= asked.end ? null : until, isBackground: symptom.isBackground || isPast }
  })
}
