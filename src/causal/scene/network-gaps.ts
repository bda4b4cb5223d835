import type { EntityId } from '../../domain/entity.ts'
import { citeSamples, type Facts, type Held, momentAt, rowsHeld } from './cite.ts'
import { known, median } from './symptoms/robust.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptoms/symptom-sources.ts'
import { longRuns } from './symptoms/departure.ts'

/**
 * Time of calls between two services that neither of them spends: the caller's span minus the callee's (network, queueing, and a
 * starved process on either side).
 */
export interface Gap {
  readonly held: Held<'call_edges'>
  readonly caller: EntityId
  readonly callee: EntityId
  /** Milliseconds, usual and at its worst in the last steps. */
  readonly usualMs: number
  readonly worstMs: number
  /** First step of the stretch that is out at the end, and how many of the last steps are. */
  readonly index: number
  readonly since: Date
  readonly outShare: number
  readonly calls: number
}

/** Only what is still so at the end is this incident; earlier steps may be the end of another one. */
const LAST_STEPS = 3
/** A gap must grow by this factor and by this many milliseconds; within one data centre a gap is a few milliseconds. */
const LEAST_FACTOR = 5
const LEAST_GROWTH_MS = 60
/** And beyond the usual tail by this factor. */
const TAIL_FACTOR = 1.5
const LASTING_SHARE = 0.5
const FEW_CALLS = 2
const MANY_CALLS = 10
/** A caller most of whose calls wait is starved itself. */
const STARVED_SHARE = 0.6
const STARVED_EDGES = 3

/** Edges whose gap grew, without those of callers that wait on everybody. Empty when edges carry no times. */
export function grownGaps(facts: Facts): readonly Gap[] {
  const edges = rowsHeld(facts, 'call_edges').filter(({ row }) => row.caller !== row.callee)
  const typical = median(edges.flatMap((held) => known(gapsOf(held)).slice(0, 1))) ?? 1
  const grown = edges.flatMap((held) => grownGap(held, typical) ?? [])
  const outgoing = Map.groupBy(edges, ({ row }) => row.caller)
  return grown.filter(({ caller }) => {
    const all = outgoing.get(caller)?.length ?? 0
    const own = grown.filter((gap) => gap.caller === caller).length
    return all < STARVED_EDGES || own < all * STARVED_SHARE
  })
}

/** True when it is no single slow call: it holds for most of the last steps, or for many calls of one. */
export function isLasting(gap: Gap): boolean {
  return (gap.outShare >= LASTING_SHARE && gap.calls >= FEW_CALLS) || gap.calls >= MANY_CALLS
}

/** Calls that take much longer at the caller than at the callee: time lost on the way, told of the service that is called. */
export function gapSymptoms({ facts }: SymptomSources): readonly RawSymptom[] {
  const lasting = grownGaps(facts).filter(isLasting)
  return lasting.map(({ held, caller, callee, usualMs, worstMs, since, index }) =>
    symptomFrom('call', {
      kind: 'latency',
      entity: callee,
      since,
      strength: Math.min(1, 0.3 + Math.log10(worstMs / Math.max(usualMs, 1)) / 3),
      text: `calls from ${caller} to ${callee} lose ${Math.round(worstMs)} ms on the way (usually ${Math.round(usualMs)} ms)`,
      citations: citeSamples(held, 'callerP50Ms', index),
    }),
  )
}

function gapsOf({ row }: Held<'call_edges'>): readonly (number | null)[] {
  return row.callerP50Ms.map((caller, index) => {
    const callee = row.calleeP50Ms[index] ?? null
    return caller === null || callee === null ? null : Math.max(0, caller - callee)
  })
}

function grownGap(held: Held<'call_edges'>, typical: number): Gap | null {
  const { row } = held
  const gaps = gapsOf(held)
  const usualMs = row.usual === undefined ? Math.min(typical, ...known(gaps)) : Math.max(0.1, row.usual.callerP50Ms - row.usual.calleeP50Ms)
  const last = gaps.flatMap((gap, index) => (gap === null ? [] : [{ gap, index }])).slice(-LAST_STEPS)
  // What one call in ten takes on a good day may be the median of the few calls of a bad minute.
  const tailMs = row.usual === undefined ? 0 : row.usual.callerP95Ms - row.usual.calleeP95Ms
  const leastMs = Math.max(usualMs * LEAST_FACTOR, usualMs + LEAST_GROWTH_MS, tailMs * TAIL_FACTOR)
  const isOut = (gap: number) => gap > leastMs
  const out = last.filter(({ gap }) => isOut(gap))
  const [first] = out
  if (first === undefined) return null
  const run = longRuns(gaps, isOut).find((one) => one.last >= first.index)
  const index = Math.min(first.index, run?.first ?? first.index)
  return {
    held,
    caller: row.caller,
    callee: row.callee,
    usualMs,
    worstMs: Math.max(...out.map(({ gap }) => gap)),
    index,
    since: momentAt(row, index),
    outShare: out.length / last.length,
    calls: out.reduce((sum, step) => sum + (row.counts[step.index] ?? 0), 0),
  }
}
