import type { EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { type Facts, rowsHeld } from './cite.ts'
import type { Scene } from './scene.ts'
import { median } from './symptoms/robust.ts'

/** Recording has begun with the first step that has this share of the calls of a usual step. */
const STARTED_SHARE = 0.1

/** Which steps of the counted calls were recorded at all; all services share one grid. */
export interface RecordedSteps {
  /** First step in which calls were recorded; -1 when none were. */
  readonly first: number
  /** Last step of the grid that any service has data for. */
  readonly last: number
  /** True for a step in which nobody at all was called, between steps in which somebody was: the recording has a hole there, no_data is no silence. */
  isHole(step: number): boolean
}

/**
 * When calls were recorded: outside of it nothing is known, inside it silence is silence. Long streams are stored when they end and begin long before
 * anything else that was recorded, so the first step is the first with a good part of the usual calls.
 */
export function recordedSteps(facts: Facts): RecordedSteps {
  const held = rowsHeld(facts, 'service_calls')
  const length = Math.max(...held.map(({ row }) => row.counts.length), 0)
  const totals = Array.from({ length }, (_, step) => held.reduce((sum, { row }) => sum + (row.counts[step] ?? 0), 0))
  const usual = median(totals.filter((total) => total > 0)) ?? 0
  const first = totals.findIndex((total) => total > 0 && total >= usual * STARTED_SHARE)
  const busy = totals.findLastIndex((total) => total > 0)
  return {
    first,
    last: Math.max(...held.map(({ row }) => row.counts.findLastIndex((count) => count !== null)), -1),
    isHole: (step) => step > first && step < busy && totals[step] === 0,
  }
}

const SERVED: ReadonlySet<Rows['series']['meaning']> = new Set(['error_ratio', 'errors_per_second', 'latency_ms', 'requests_per_second'])

/** How calls went or numbers of what is served were read, of whomever: without them, as with calls that were only counted, nobody can say that nobody is hurt. */
export function isServingRead(facts: Facts): boolean {
  const isKnown = (samples: readonly (number | null)[]) => samples.some((sample) => sample !== null)
  const judged = rowsHeld(facts, 'service_calls').filter(({ row }) => isKnown(row.errors) || isKnown(row.p95Ms))
  const isCalled = judged.some(({ row }) => row.counts.some((count) => (count ?? 0) > 0))
  return isCalled || rowsHeld(facts, 'series').some(({ row }) => SERVED.has(row.meaning) && isKnown(row.values))
}

/**
 * Units that served calls or were seen to make some, and those of which something recorded says that others call them; null where no calls were counted. Who
 * stands at the entry is seen only to call others.
 */
export function calledUnits({ facts, graph }: Pick<Scene, 'facts' | 'graph'>): ReadonlySet<EntityId> | null {
  const served = rowsHeld(facts, 'service_calls').filter(({ row }) => row.counts.some((count) => (count ?? 0) > 0))
  if (served.length === 0) return null
  const counted = served.map(({ row }) => row.service)
  const callers = rowsHeld(facts, 'call_edges').map(({ row }) => row.caller)
  const callees = graph.edges.filter(({ from, to, relation }) => relation === 'calls' && from !== to).map(({ to }) => to)
  return new Set([...[...counted, ...callers].map((entity) => graph.unitOf(entity)), ...callees])
}

/** Units of which something recorded says that they call another, or that another calls them. */
export function callingUnits({ graph }: Pick<Scene, 'graph'>): ReadonlySet<EntityId> {
  return new Set(graph.edges.flatMap(({ from, to, relation }) => (relation === 'calls' && from !== to ? [from, to] : [])))
}
