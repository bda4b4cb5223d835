import { momentAt } from '../../src/causal/scene/cite.ts'
import type { EntityId } from '../../src/domain/entity.ts'
import type { Rows } from '../../src/domain/telemetry-rows.ts'
import { START, STEP_SECONDS, STEPS } from './facts.ts'

type Row<K extends keyof Rows> = Omit<Rows[K], 'locator'>

/** One value before minute `at`, another from then on; `STEPS` steps. */
export function stepped<T>(before: T, at: number, after: T): T[] {
  return Array.from({ length: STEPS }, (_, index) => (index < at ? before : after))
}

const GRID = { startAt: START, stepSeconds: STEP_SECONDS }
const NONE = stepped<number | null>(null, 0, null)

/** What a service served, of a source that does not record which calls failed. */
export function served(
  service: EntityId,
  counts: readonly (number | null)[],
  operations: Readonly<Record<string, readonly (number | null)[]>> = {},
): Row<'service_calls'> {
  const unknown = { errors: NONE, ownErrors: NONE, p50Ms: NONE, p95Ms: NONE, selfP50Ms: NONE, selfP95Ms: NONE }
  const named = Object.entries(operations).map(([name, done]) => ({ name, counts: [...done], usual: null }))
  return { service, ...GRID, counts: [...counts], ...unknown, operations: named }
}

/** Calls between two services; times in milliseconds as the caller and as the callee sees them. */
export function asked(
  caller: EntityId,
  callee: EntityId,
  of: { readonly counts: readonly (number | null)[]; readonly callerMs?: readonly number[]; readonly calleeMs?: readonly number[] },
): Row<'call_edges'> {
  const seen = of.callerMs === undefined ? NONE : [...of.callerMs]
  const own = of.calleeMs === undefined ? NONE : [...of.calleeMs]
  const times = { callerP50Ms: seen, callerP95Ms: seen, calleeP50Ms: own, calleeP95Ms: own }
  return { caller, callee, ...GRID, counts: [...of.counts], errors: NONE, ...times }
}

/** Share of its processor that a workload uses. */
export function processorUse(entity: EntityId, values: readonly number[]): Row<'series'> {
  return { entity, metric: `processor use of ${entity}`, meaning: 'cpu_ratio', ...GRID, values: [...values] }
}

/** An overview in which people say that the incident began at this minute. */
export function declaredAt(minutes: number): Row<'overview'> {
  return { reported: null, from: START, to: momentAt(GRID, STEPS), declaredStart: momentAt(GRID, minutes), scopes: ['shop'] }
}

/** An error line of one service, with how often it came before and since. */
export function errorLine(
  entity: EntityId,
  example: string,
  times: { readonly now: number; readonly before?: number | null; readonly at?: number } = { now: 20 },
): Row<'log_patterns'> {
  const counts = { incidentCount: times.now, baselineCount: times.before === undefined ? 0 : times.before }
  const firstAt = momentAt(GRID, times.at ?? 20)
  return { entity, pattern: example, severity: 'error', example, firstAt, lastAt: momentAt(GRID, STEPS - 1), ...counts }
}
