import type { EntityId } from '../../domain/entity.ts'
import { earliest as earliestOf } from '../../domain/time-window.ts'
import { rowsHeld } from './cite.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { Facts } from './facts.ts'
import type { Graph } from './graph.ts'
import type { Signal, SignalKind } from './signal.ts'
import type { RawSignal } from './signals/signal-sources.ts'

/** A signal this long before onset began without relation to it, unless its unit goes on to show more. */
export const EARLY_SECONDS = 8 * 60

/** Kinds that say in which state something is; counted ones (errors, latency, traffic) can begin small and grow. */
const STATES: ReadonlySet<SignalKind> = new Set(['container_restart', 'pod_pending', 'pod_not_created', 'image_pull_failed'])

/**
 * Marks what was there before the incident as background: signals that began well before onset at a unit that shows nothing new afterwards, and signals that
 * had ended before it. Such noise is kept for display and never explained. Without an onset nothing can be told apart and all stays.
 */
export function settleBackground(signals: readonly Signal[], onset: Date | null, graph: Graph): readonly Signal[] {
  if (onset === null) return signals
  const earliest = onset.getTime() - EARLY_SECONDS * 1000
  const lasting = new Set(signals.filter((signal) => isLasting(signal, earliest, onset)).map((signal) => stateKey(signal, graph)))
  const isStill = (signal: Signal) => lasting.has(stateKey(signal, graph))
  const fresh = new Set<EntityId>()
  for (const signal of signals)
    if (!signal.isBackground && signal.since !== null && signal.since.getTime() >= earliest && !isStill(signal))
      fresh.add(graph.unitOf(signal.entity))
  return signals.map((signal) =>
    isStill(signal) || isOlder(signal, { earliest, onset, fresh, graph }) ? { ...signal, isBackground: true } : signal,
  )
}

/** A state that began well before onset and was not left since: whatever repeats it says nothing new. */
function isLasting({ kind, since, until }: Signal, earliest: number, onset: Date): boolean {
  return STATES.has(kind) && since !== null && since.getTime() < earliest && (until === null || until >= onset)
}

function stateKey({ kind, entity }: Signal, graph: Graph): string {
  return `${graph.unitOf(entity)} ${kind}`
}

interface Settling {
  readonly earliest: number
  readonly onset: Date
  readonly fresh: ReadonlySet<EntityId>
  readonly graph: Graph
}

function isOlder({ since, until, entity }: Signal, { earliest, onset, fresh, graph }: Settling): boolean {
  if (until !== null && until < onset) return true
  return since !== null && since.getTime() < earliest && !fresh.has(graph.unitOf(entity))
}

/** What calls served tell by themselves. */
const COUNTED: ReadonlySet<SignalKind> = new Set(['error_rate', 'latency', 'traffic_drop'])
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
export function settleContradicted(signals: readonly RawSignal[], facts: Facts, graph: Graph): readonly RawSignal[] {
  // Where nobody recorded which calls failed, calls that "go well" contradict nothing.
  const judged = rowsHeld(facts, 'service_calls').filter(({ row }) => row.errors.some((errors) => errors !== null))
  const counted = new Set(judged.map(({ row }) => graph.unitOf(row.service)))
  const secondHand = new Set([...(facts.alerts ?? []), ...(facts.series ?? [])].map(({ id }) => id))
  const isSecondHand = ({ citations }: RawSignal) => citations.some(({ evidenceId }) => secondHand.has(evidenceId))
  const measured = Map.groupBy(
    signals.filter((signal) => COUNTED.has(signal.kind) && !isSecondHand(signal)),
    ({ entity }) => graph.unitOf(entity),
  )
  const againstMetrics = judgeByMetrics(signals, facts, graph)
  return signals.map((signal) => {
    const unit = graph.unitOf(signal.entity)
    if (!counted.has(unit)) return againstMetrics(signal)
    if (isSecondHand(signal) && COUNTED.has(signal.kind)) return weighedBy(signal, measured.get(unit) ?? [])
    return signal.kind === 'log_error' ? heardWith(signal, measured.get(unit) ?? []) : signal
  })
}

/** Which kind of symptom a metric of this meaning tells of, as an alert rule would. */
const TOLD_BY: Readonly<Partial<Record<Rows['series']['meaning'], SignalKind>>> = { error_ratio: 'error_rate', latency_ms: 'latency' }

/**
 * Where nobody counted calls, an alert is held against the metric that its rule reads: one that fires while the service's own share of errors or its
 * latency stays as it was, or has come back, fires on single requests.
 */
function judgeByMetrics(signals: readonly RawSignal[], facts: Facts, graph: Graph): (signal: RawSignal) => RawSignal {
  const alerts = new Set((facts.alerts ?? []).map(({ id }) => id))
  const metrics = new Set((facts.series ?? []).map(({ id }) => id))
  const key = (entity: EntityId, kind: SignalKind) => `${graph.unitOf(entity)} ${kind}`
  const known = new Set(
    rowsHeld(facts, 'series').flatMap(({ row }) => {
      const kind = TOLD_BY[row.meaning]
      const isTold = kind !== undefined && row.values.filter((value) => value !== null).length >= LEAST_TOLD
      return isTold ? [key(row.entity, kind)] : []
    }),
  )
  const isFrom = ({ citations }: RawSignal, source: ReadonlySet<string>) => citations.some(({ evidenceId }) => source.has(evidenceId))
  const departed = Map.groupBy(
    signals.filter((signal) => isFrom(signal, metrics)),
    ({ entity, kind }) => key(entity, kind),
  )
  // A rule that names a measure of its own (mismatches, retries) is not about the share of errors.
  const others = rowsHeld(facts, 'series').filter(({ row }) => TOLD_BY[row.meaning] === undefined)
  const isAboutOther = ({ entity, text, citations }: RawSignal) => {
    const words = [text, ...citations.map(({ quote }) => quote)].join('\n')
    return others.some(({ row }) => graph.unitOf(row.entity) === graph.unitOf(entity) && words.includes(row.metric))
  }
  return (signal) => {
    const own = key(signal.entity, signal.kind)
    const isJudged = isFrom(signal, alerts) && known.has(own) && !isAboutOther(signal)
    return isJudged ? weighedBy(signal, departed.get(own) ?? []) : signal
  }
}

/** Errors that a service logs while its calls go well are handled by it; how much they weigh, and whether they are over, is what its calls show. */
function heardWith(log: RawSignal, departures: readonly RawSignal[]): RawSignal {
  if (log.since === null && departures.length === 0) return { ...log, isBackground: true }
  const counted = earliestOf(departures.map(({ since }) => since))
  // One early line of a pattern that came in hundreds later is not where those began.
  const since = log.since !== null && counted !== null && log.since < counted ? counted : log.since
  const until = log.until ?? latestEnd(departures)
  return { ...log, since, until, strength: Math.min(log.strength, Math.max(LOG_ALONE, ...departures.map(({ strength }) => strength))) }
}

function weighedBy(told: RawSignal, departures: readonly RawSignal[]): RawSignal {
  const same = departures.filter((departure) => departure.kind === told.kind && isAbout(told, departure))
  if (same.length === 0) return { ...told, isBackground: true }
  const counted = earliestOf(same.map(({ since }) => since))
  const since = told.since !== null && counted !== null && told.since < counted ? counted : told.since
  const strength = Math.min(told.strength, Math.max(...same.map((one) => one.strength)))
  return { ...told, since, until: told.until ?? latestEnd(same), strength }
}

/** When all of them were over; null while one lasts. An alert whose end nobody recorded ended with what it was about. */
function latestEnd(departures: readonly RawSignal[]): Date | null {
  const ends = departures.map(({ until }) => until)
  return ends.reduce((last, end) => (last === null || end === null ? null : end > last ? end : last), ends[0] ?? null)
}

function isAbout(told: RawSignal, departure: RawSignal): boolean {
  if (told.since === null || departure.since === null) return true
  const slackMs = ALERT_SLACK_SECONDS * 1000
  // One that was over before the departure began was about something else.
  if (told.until !== null && told.until < departure.since) return false
  const isAfterStart = told.since.getTime() >= departure.since.getTime() - slackMs
  return isAfterStart && (departure.until === null || told.since.getTime() <= departure.until.getTime() + slackMs)
}
