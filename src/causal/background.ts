import type { EntityId } from '../domain/entity.ts'
import { rowsHeld } from './cite.ts'
import type { Facts } from './facts.ts'
import type { Graph } from './graph.ts'
import type { Signal, SignalKind } from './signal.ts'
import type { RawSignal } from './signals/signal-sources.ts'

/** A signal this long before onset began without relation to it, unless its unit goes on to show more. */
const EARLY_SECONDS = 8 * 60

/**
 * Marks what was there before the incident as background: signals that began well before onset at a unit that shows nothing new afterwards, and signals that
 * had ended before it. Such noise is kept for display and never explained. Without an onset nothing can be told apart and all stays.
 */
export function settleBackground(signals: readonly Signal[], onset: Date | null, graph: Graph): readonly Signal[] {
  if (onset === null) return signals
  const earliest = onset.getTime() - EARLY_SECONDS * 1000
  const fresh = new Set<EntityId>()
  for (const { since, isBackground, entity } of signals)
    if (!isBackground && since !== null && since.getTime() >= earliest) fresh.add(graph.unitOf(entity))
  return signals.map((signal) => (isOlder(signal, { earliest, onset, fresh, graph }) ? { ...signal, isBackground: true } : signal))
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
/** An alert may start this long before or after the departure that it is about: steps are coarse and rules wait. */
const ALERT_SLACK_SECONDS = 5 * 60

/**
 * Marks alerts as background that the numbers contradict: the service's own calls were counted and show no such departure around that time.
 * Rules without a threshold fire on single errors that every service has.
 */
export function settleContradicted(signals: readonly RawSignal[], facts: Facts, graph: Graph): readonly RawSignal[] {
  const counted = new Set(rowsHeld(facts, 'service_calls').map(({ row }) => graph.unitOf(row.service)))
  const alertIds = new Set((facts.alerts ?? []).map(({ id }) => id))
  const isAlert = ({ citations }: RawSignal) => citations.some(({ evidenceId }) => alertIds.has(evidenceId))
  const keyOf = ({ kind, entity }: RawSignal) => `${kind} ${graph.unitOf(entity)}`
  const measured = Map.groupBy(
    signals.filter((signal) => !isAlert(signal)),
    keyOf,
  )
  return signals.map((signal) => {
    if (!isAlert(signal) || !COUNTED.has(signal.kind) || !counted.has(graph.unitOf(signal.entity))) return signal
    const isBorneOut = (measured.get(keyOf(signal)) ?? []).some((departure) => isAbout(signal, departure))
    return isBorneOut ? signal : { ...signal, isBackground: true }
  })
}

function isAbout(alert: RawSignal, departure: RawSignal): boolean {
  if (alert.since === null || departure.since === null) return true
  const slackMs = ALERT_SLACK_SECONDS * 1000
  const isAfterStart = alert.since.getTime() >= departure.since.getTime() - slackMs
  return isAfterStart && (departure.until === null || alert.since.getTime() <= departure.until.getTime() + slackMs)
}
