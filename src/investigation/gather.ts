import { calmUntil, dataWindow } from '../causal/scene/onset.ts'
import { buildScene } from '../causal/scene/build-scene.ts'
import { ALL_TIME } from '../causal/disconfirm.ts'
import type { Facts } from '../causal/scene/cite.ts'
import type { Evidence } from '../domain/evidence.ts'
import { wordsForQuery } from '../domain/query-words.ts'
import type { Query } from '../domain/reading.ts'
import { shiftSeconds, windowSeconds, type TimeWindow } from '../domain/time-window.ts'
import type { Ledger } from '../evidence/ledger.ts'
import { groupFacts } from './group-facts.ts'
import type { Weighing } from './weighing.ts'

/** Told before each read: what is being read, how many are done, how many are known of. */
type GatherProgress = (doing: string, done: number, total: number) => void

export interface GatherPorts {
  readonly progress: GatherProgress
  readonly weighing: Pick<Weighing, 'facts' | 'run'>
}

/** Steps per window: fine enough to place an onset within a minute in an hour of data, few enough to travel as plain values. */
const MAX_STEPS = 120
/** Metrics are commonly scraped every 30 s; a finer step would be mostly gaps. */
const MIN_STEP_SECONDS = 60
/** Calls have each their own time, so a short recording is divided finer for them: fewer steps show no baseline and nothing that leaves it. */
const LEAST_CALL_STEPS = 12
/**
 * Nothing before onset minus this is compared as "during": log lines of the fault come a little before its first symptom. A short recording keeps half of
 * what lies before the onset to compare with.
 */
const ONSET_LEAD_SECONDS = 120

/** Less than this before the split shows nothing of how a program usually is. */
const LEAST_CALM_SECONDS = 20

const WHOLE_READS: readonly Query[] = [
  { kind: 'overview' },
  { kind: 'alerts' },
  { kind: 'kubernetes_events' },
  { kind: 'object_versions' },
  { kind: 'listings' },
  { kind: 'changes' },
  { kind: 'provider_status' },
  { kind: 'checks' },
  { kind: 'dependencies' },
  { kind: 'call_failures' },
]
/** Reads in all: whole reads, calls, edges, series, log patterns. */
const TOTAL_READS = WHOLE_READS.length + 4

/**
 * Reads what the engine needs, through the ledger: everything that has no window first, then the stepped reads over the window of the data, then
 * log patterns, which need an onset to compare with. Sources without a clock are asked for all time. Never throws for a failing source.
 */
export async function gather(ledger: Ledger, { progress, weighing }: GatherPorts): Promise<Facts> {
  let done = 0
  async function read(query: Query): Promise<Evidence> {
    progress(`reading ${wordsForQuery(query.kind)}`, done, TOTAL_READS)
    const evidence = await ledger.read(query)
    done += 1
    return evidence
  }

  const whole = await Promise.all(WHOLE_READS.map(read))
  const window = dataWindow(groupFacts(whole)) ?? ALL_TIME
  const stepped = await Promise.all(steppedQueries(window).map(read))
  const soFar = [...whole, ...stepped]
  const query = weighing.run(() => {
    const facts = weighing.facts(soFar)
    return patternQuery(window, buildScene(facts).onset, calmUntil(facts, dataWindow(facts)))
  })
  return weighing.facts([...soFar, await read(query)])
}

function steppedQueries(window: TimeWindow): readonly Query[] {
  const minutes = Math.ceil(windowSeconds(window) / MAX_STEPS / MIN_STEP_SECONDS)
  const stepSeconds = window === ALL_TIME ? MIN_STEP_SECONDS : Math.max(1, minutes) * MIN_STEP_SECONDS
  const callSeconds = Math.max(1, Math.min(stepSeconds, Math.ceil(windowSeconds(window) / LEAST_CALL_STEPS)))
  return [
    { kind: 'service_calls', window, stepSeconds: callSeconds },
    { kind: 'call_edges', window, stepSeconds: callSeconds },
    { kind: 'series', window, stepSeconds },
  ]
}

/** Without an onset, the calm beginning of the data is what the rest is compared with: constant errors must not look like new ones. */
function patternQuery(window: TimeWindow, onset: Date | null, calm: Date | null): Query {
  const before = onset === null ? 0 : Math.max(0, windowSeconds({ start: window.start, end: onset }))
  const split = onset === null ? calm : shiftSeconds(onset, -Math.min(ONSET_LEAD_SECONDS, before / 2))
  if (split === null || split < shiftSeconds(window.start, LEAST_CALM_SECONDS))
    return { kind: 'log_patterns', incident: window, baseline: null }
  return { kind: 'log_patterns', incident: { start: split, end: window.end }, baseline: { start: window.start, end: split } }
}
