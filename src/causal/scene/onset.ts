import { earliest, isWithin, shiftSeconds, windowSeconds, type TimeWindow } from '../../domain/time-window.ts'
import { askedWindow } from './asked-window.ts'
import { begunBefore } from './begun-before.ts'
import { type Facts, momentAt, rowsHeld } from './cite.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { recordedSteps } from './recorded-calls.ts'
import { isClear, type Symptom } from './symptoms/symptom.ts'
import { alertKind } from './symptoms/from-alerts.ts'
import { earlySeconds } from './excerpt.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Symptoms of one fault begin within this long of each other: a few scrape intervals and the wait of an alert rule. */
const CLUSTER_SECONDS = 5 * 60
/** A lone early symptom is taken as onset only when what follows it carries at least this share of the weight of the busiest such period. */
const CLUSTER_SHARE = 0.4

/** Share of the data, from its start, that is taken as calm when no alert says otherwise. */
const CALM_SHARE = 1 / 3
/** Rules wait this long at most before they fire: rate windows of two minutes and a `for` of one to three. */
const ALERT_LAG_SECONDS = 5 * 60

/**
 * Period of the data (UTC): from the overview, else from the times of alerts and events; null when no reading has a time. It ends with the part that people
 * asked about; what lies before that part stays, as what was usual.
 */
export function dataWindow(facts: Facts): TimeWindow | null {
  const overviews = rowsHeld(facts, 'overview').map(({ row }) => row)
  const start = earliest(overviews.map((row) => row.from)) ?? earliest(rowsHeld(facts, 'alerts').map(({ row }) => row.startsAt))
  const ends = overviews.flatMap((row) => (row.to === null ? [] : [row.to.getTime()]))
  const seen = rowsHeld(facts, 'alerts').flatMap(({ row }) => [row.startsAt.getTime(), row.endsAt?.getTime() ?? 0])
  const end = askedWindow(facts)?.end.getTime() ?? Math.max(...(ends.length > 0 ? ends : seen), 0)
  return start === null || end <= start.getTime() ? null : { start, end: new Date(end) }
}

/** When people, or the source, say that the incident began; null when nobody said, or people asked about another part of the recording. */
export function declaredStart(facts: Facts): Date | null {
  const declared = earliest(rowsHeld(facts, 'overview').map(({ row }) => row.declaredStart ?? null))
  const asked = askedWindow(facts)
  return declared === null || asked === null || isWithin(declared, asked) ? declared : null
}

/**
 * Until when everything surely was from before the incident (UTC): a third of the data, or less when most alerts that were not there from
 * the start, and that counted calls do not contradict, fired earlier. Where people asked about a part of the data, what lies some minutes before it; nothing of a
 * recording that begins in the middle of the harm. Null when no reading has a time.
 */
export function calmUntil(facts: Facts, window: TimeWindow | null): Date | null {
  if (window === null) return null
  const declared = declaredStart(facts)
  if (declared !== null) return declared
  const asked = askedWindow(facts)
  if (asked !== null && asked.start > window.start) return shiftSeconds(asked.start, -leadBefore(asked.start, window))
  if (begunBefore(facts, window) !== null) return window.start
  const settled = shiftSeconds(window.start, earlySeconds(facts, window, THRESHOLDS.backgroundAlertSeconds))
  const fired = rowsHeld(facts, 'alerts').flatMap(({ row }) =>
    row.startsAt > settled && row.entity !== null && !isUnfounded(row, facts) ? [{ at: row.startsAt.getTime(), weight: 1 }] : [],
  )
  const alerted = firstOfBusiest(fired)
  const third = shiftSeconds(window.start, windowSeconds(window) * CALM_SHARE)
  const calm = earliest([third, alerted === null ? null : shiftSeconds(alerted, -ALERT_LAG_SECONDS)])
  const least = leastCalm(facts)
  return calm !== null && least !== null && least > calm && least < third ? least : calm
}

/** People notice as late as rules do; of a short time before the one that they name, half is kept to compare with. */
function leadBefore(start: Date, window: TimeWindow): number {
  return Math.min(ALERT_LAG_SECONDS, windowSeconds({ start: window.start, end: start }) / 2)
}

/** Where calls were recorded later than the rest, their first steps are the least that can be compared with, however early an alert fired; null otherwise. */
function leastCalm(facts: Facts): Date | null {
  const [held] = rowsHeld(facts, 'service_calls')
  const { first } = recordedSteps(facts)
  return held === undefined || first <= 0 ? null : momentAt(held.row, first + THRESHOLDS.minSamples)
}

/** An alert about errors of a service of whose counted calls hardly any failed around it: rules without a threshold fire on single errors. */
function isUnfounded({ name, summary, entity, startsAt }: Rows['alerts'], facts: Facts): boolean {
  if (alertKind(name, summary) !== 'error_rate') return false
  const calls = rowsHeld(facts, 'service_calls').find(({ row }) => row.service === entity)?.row
  if (calls === undefined) return false
  const at = (startsAt.getTime() - calls.startAt.getTime()) / 1000
  const [first, end] = [at - ALERT_LAG_SECONDS, at + ALERT_LAG_SECONDS].map((seconds) =>
    Math.max(0, Math.ceil(seconds / calls.stepSeconds)),
  )
  const [counted, failed] = [calls.counts, calls.errors].map((samples) =>
    samples.slice(first, end).reduce<number>((total, value) => total + (value ?? 0), 0),
  )
  return counted !== undefined && failed !== undefined && counted > 0 && failed / counted < THRESHOLDS.errorRatio
}

/**
 * Start of the degradation: the first symptom from which a good part of the busiest period follows. A lone
 * earlier symptom (noise before the fault) does not count. Null when there is no symptom, or none with a time in the window.
 */
export function findOnset(symptoms: readonly Symptom[], window: TimeWindow | null, begunAt: Date | null): Date | null {
  if (window === null) return null
  const start = begunAt ?? shiftSeconds(window.start, -THRESHOLDS.lagSeconds)
  const fresh = withoutRepeats(symptoms).filter(
    ({ isBackground, strength, since }) => !isBackground && strength > 0 && since !== null && since >= start,
  )
  const clear = fresh.filter(isClear)
  const byThing = Map.groupBy(withoutPast(clear.length > 0 ? clear : fresh), ({ kind, entity }) => `${kind} ${entity}`)
  const timed = [...byThing.values()].flatMap((same) => {
    const at = earliest(same.map(({ since }) => since))
    return at === null ? [] : [{ at: at.getTime(), weight: Math.max(...same.map(({ strength }) => strength)) }]
  })
  return firstOfBusiest(timed)
}

/** An alert on what something else shows since before says only when its rule was through with waiting. */
function withoutRepeats(symptoms: readonly Symptom[]): readonly Symptom[] {
  const shown = Map.groupBy(
    symptoms.filter(({ source }) => source !== 'alert'),
    ({ kind, unit }) => `${kind} ${unit}`,
  )
  const isRepeat = ({ source, kind, unit, since: at }: Symptom) =>
    source === 'alert' &&
    at !== null &&
    (shown.get(`${kind} ${unit}`) ?? []).some(({ since, until }) => since !== null && since < at && until === null)
  return symptoms.filter((symptom) => !isRepeat(symptom))
}

/** What was over before anything began that still lasts belongs to an earlier matter; all of it where nothing lasts. */
function withoutPast(symptoms: readonly Symptom[]): readonly Symptom[] {
  const lasting = earliest(symptoms.filter(({ until }) => until === null).map(({ since }) => since))
  return lasting === null ? symptoms : symptoms.filter(({ until }) => until === null || until >= lasting)
}

interface Weighted {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly weight: number
}

/** The first moment from which a good part of the weight of the busiest period follows. Null when there is none. */
function firstOfBusiest(moments: readonly Weighted[]): Date | null {
  const sorted = moments.toSorted((a, b) => a.at - b.at)
  const weights = sorted.map((first) => {
    const period = sorted.filter(({ at }) => at >= first.at && at <= first.at + CLUSTER_SECONDS * 1000)
    return period.reduce((total, { weight }) => total + weight, 0)
  })
  const busiest = Math.max(...weights, 0)
  const first = sorted[weights.findIndex((weight) => weight >= busiest * CLUSTER_SHARE)]
  return first === undefined ? null : new Date(first.at)
}
