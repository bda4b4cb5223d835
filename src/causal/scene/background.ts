import type { EntityId } from '../../domain/entity.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import { TOLD_BY } from './below-alerts.ts'
import { type Facts, rowsHeld } from './cite.ts'
import type { Graph } from './scene.ts'
import { symptomsOf, wasOverBefore, type Symptom, type SymptomKind } from './symptoms/symptom.ts'
import type { RawSymptom } from './symptoms/symptom-sources.ts'

/** A symptom this long before onset began without relation to it, unless its unit goes on to show more. */
export const EARLY_SECONDS = 8 * 60

/** Kinds that say in which state something is; counted ones (errors, latency, traffic) can begin small and grow. */
const STATES: ReadonlySet<SymptomKind> = new Set(['container_restart', 'pod_pending', 'pod_not_created', 'image_pull_failed'])

/**
 * Marks what was there before the incident as background: symptoms that began well before onset at a unit that shows nothing new afterwards, and symptoms that
 * had ended before it. Such noise is kept for display and never explained. Without an onset nothing can be told apart and all stays.
 */
export function settleBackground(symptoms: readonly Symptom[], onset: Date | null): readonly Symptom[] {
  if (onset === null) return symptoms
  const from = shiftSeconds(onset, -EARLY_SECONDS)
  const isEarly = ({ since }: Symptom) => since !== null && since < from
  // A state that began well before onset and was not left since: whatever repeats it says nothing new.
  const lasting = symptoms.filter((one) => STATES.has(one.kind) && isEarly(one) && !wasOverBefore(one, onset))
  const old = new Set(lasting.map(({ unit, kind }) => `${unit} ${kind}`))
  const isStill = ({ unit, kind }: Symptom) => old.has(`${unit} ${kind}`)
  const fresh = symptomsOf({ symptoms }).filter((one) => one.since !== null && !isEarly(one) && !isStill(one))
  const units = new Set(fresh.map(({ unit }) => unit))
  const isOlder = (one: Symptom) => wasOverBefore(one, onset) || (isEarly(one) && !units.has(one.unit))
  return symptoms.map((one) => (isStill(one) || isOlder(one) ? { ...one, isBackground: true } : one))
}

/** What calls served tell by themselves. */
const COUNTED: ReadonlySet<SymptomKind> = new Set(['error_rate', 'latency', 'traffic_drop'])
/** Weight of new error lines of a service whose calls go well. */
const LOG_ALONE = 0.45
/** Samples from which on a metric that shows nothing says that there was nothing. */
const LEAST_TOLD = 10
/** An alert may start this long before or after the departure that it is about: steps are coarse and rules wait. */
const ALERT_SLACK_SECONDS = 5 * 60

/**
 * Lets counted calls decide where there are any: an alert or a metric about a service whose calls show no such departure around that time is background,
 * and one that they bear out weighs no more and begins no earlier than they do (rules without a threshold fire on single errors, ratios of few calls jump); so is a log pattern that only became
 * more frequent while no call failed or slowed.
 */
export function settleContradicted(symptoms: readonly RawSymptom[], facts: Facts, graph: Graph): readonly RawSymptom[] {
  // Where nobody recorded which calls failed, calls that "go well" contradict nothing.
  const judged = rowsHeld(facts, 'service_calls').filter(({ row }) => row.errors.some((errors) => errors !== null))
  const counted = new Set(judged.map(({ row }) => graph.unitOf(row.service)))
  const isSecondHand = ({ source }: RawSymptom) => source === 'alert' || source === 'metric'
  const measured = Map.groupBy(
    symptoms.filter((symptom) => COUNTED.has(symptom.kind) && !isSecondHand(symptom)),
    ({ entity }) => graph.unitOf(entity),
  )
  const againstMetrics = judgeByMetrics(symptoms, facts, graph)
  return symptoms.map((symptom) => {
    const unit = graph.unitOf(symptom.entity)
    if (!counted.has(unit)) return againstMetrics(symptom)
    if (isSecondHand(symptom) && COUNTED.has(symptom.kind)) return weighedBy(symptom, measured.get(unit) ?? [])
    return symptom.kind === 'log_error' ? heardWith(symptom, measured.get(unit) ?? []) : symptom
  })
}

/**
 * Where nobody counted calls, an alert is held against the metric that its rule reads: one that fires while the service's own share of errors or its
 * latency stays as it was, or has come back, fires on single requests.
 */
function judgeByMetrics(symptoms: readonly RawSymptom[], facts: Facts, graph: Graph): (symptom: RawSymptom) => RawSymptom {
  const key = (entity: EntityId, kind: SymptomKind) => `${graph.unitOf(entity)} ${kind}`
  const known = new Set(
    rowsHeld(facts, 'series').flatMap(({ row }) => {
      const kind = TOLD_BY[row.meaning]
      const isTold = kind !== undefined && row.values.filter((value) => value !== null).length >= LEAST_TOLD
      return isTold ? [key(row.entity, kind)] : []
    }),
  )
  const departed = Map.groupBy(
    symptoms.filter(({ source }) => source === 'metric'),
    ({ entity, kind }) => key(entity, kind),
  )
  // A rule that names a measure of its own (mismatches, retries) is not about the share of errors.
  const others = rowsHeld(facts, 'series').filter(({ row }) => TOLD_BY[row.meaning] === undefined)
  const isAboutOther = ({ entity, text, citations }: RawSymptom) => {
    const words = [text, ...citations.map(({ quote }) => quote)].join('\n')
    return others.some(({ row }) => graph.unitOf(row.entity) === graph.unitOf(entity) && words.includes(row.metric))
  }
  return (symptom) => {
    const own = key(symptom.entity, symptom.kind)
    const isJudged = symptom.source === 'alert' && known.has(own) && !isAboutOther(symptom)
    return isJudged ? weighedBy(symptom, departed.get(own) ?? []) : symptom
  }
}

/** Errors that a service logs while its calls go well are handled by it; how much they weigh, and whether they are over, is what its calls show. */
function heardWith(log: RawSymptom, departures: readonly RawSymptom[]): RawSymptom {
  if (log.since === null && departures.length === 0) return { ...log, isBackground: true }
  return boundBy(log, departures, LOG_ALONE)
}

function weighedBy(told: RawSymptom, departures: readonly RawSymptom[]): RawSymptom {
  const same = departures.filter((departure) => departure.kind === told.kind && isAbout(told, departure))
  if (same.length === 0) return { ...told, isBackground: true }
  return boundBy(told, same, 0)
}

/** No older than what was counted (one early line of a pattern that came in hundreds later is not where those began), over with it, and no stronger. */
function boundBy(told: RawSymptom, departures: readonly RawSymptom[], least: number): RawSymptom {
  const counted = earliest(departures.map(({ since }) => since))
  const since = told.since !== null && counted !== null && told.since < counted ? counted : told.since
  const strength = Math.min(told.strength, Math.max(least, ...departures.map((one) => one.strength)))
  return { ...told, since, until: told.until ?? latestEnd(departures), strength }
}

/** When all of them were over; null while one lasts. An alert whose end nobody recorded ended with what it was about. */
export function latestEnd(departures: readonly Pick<RawSymptom, 'until'>[]): Date | null {
  const ends = departures.map(({ until }) => until)
  return ends.reduce((last, end) => (last === null || end === null ? null : end > last ? end : last), ends[0] ?? null)
}

function isAbout(told: RawSymptom, departure: RawSymptom): boolean {
  if (told.since === null || departure.since === null) return true
  const slackMs = ALERT_SLACK_SECONDS * 1000
  // One that was over before the departure began was about something else.
  if (told.until !== null && told.until < departure.since) return false
  const isAfterStart = told.since.getTime() >= departure.since.getTime() - slackMs
  return isAfterStart && (departure.until === null || told.since.getTime() <= departure.until.getTime() + slackMs)
}
