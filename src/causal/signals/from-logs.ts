import { rowsOf } from '../../domain/reading.ts'
import { statedFailureIn } from '../../domain/stated-failures.ts'
import { shiftSeconds, windowSeconds } from '../../domain/time-window.ts'
import { citeFirst, type Held } from '../cite.ts'
import { textAt } from '../json.ts'
import { commonErrors } from '../common-errors.ts'
import { THRESHOLDS } from '../weights.ts'
import type { RawSignal, SignalSources } from './signal-sources.ts'

/** Error patterns seen less often than this during the incident may be chance. */
const LEAST_COUNT = 3
/** A pattern that was there before counts as increased from this many times its earlier rate on. */
const RATE_RATIO = 3
/** A pattern not seen for this long before the end of the data has ended. */
const CALM_SECONDS = 180
/** A recording begins with its first event, which comes some seconds after the object that it is about. */
const NEW_SECONDS = 30

/**
 * Error patterns that are new, or much more frequent, since onset; a line that states a hard failure counts also when it was printed once and without a level,
 * for a program that ends prints its reason once. Warnings and other lines are material for mechanisms, not symptoms.
 */
export function logSignals(sources: SignalSources): readonly RawSignal[] {
  const isCommon = commonErrors(sources.facts)
  return (sources.facts.log_patterns ?? []).flatMap((evidence) => {
    if (evidence.query.kind !== 'log_patterns') return []
    const { incident, baseline } = evidence.query
    const share = baseline === null ? null : windowSeconds(incident) / Math.max(windowSeconds(baseline), 1)
    const held = rowsOf(evidence.reading).map((row) => ({ evidenceId: evidence.id, row }))
    const inScope = held.filter(({ row }) => sources.isInScope(row.entity)).map((one) => withoutCalm(one, sources))
    return inScope.flatMap((one) =>
      signalOf(one, share, sources.window?.end ?? null).map((signal) => (isCommon(one) ? { ...signal, isBackground: true } : signal)),
    )
  })
}

/**
 * What was made within the data has no calm time that it could be compared with: all that it logged counts, and what it logged from the start is no
 * standard of it.
 */
function withoutCalm(held: Held<'log_patterns'>, { objects, window }: SignalSources): Held<'log_patterns'> {
  const { row } = held
  const made = Date.parse(textAt(objects.versionsOf(row.entity)[0]?.row.object, 'metadata', 'creationTimestamp') ?? '')
  const isNew = window !== null && made >= window.start.getTime() - NEW_SECONDS * 1000
  return isNew ? { ...held, row: { ...row, incidentCount: row.incidentCount + (row.baselineCount ?? 0), baselineCount: null } } : held
}

function isTold(row: Held<'log_patterns'>['row'], share: number | null): boolean {
  if (isHardFailure(row)) return true
  if (row.severity !== 'error' || row.incidentCount < LEAST_COUNT) return false
  const expected = row.baselineCount === null || share === null ? 0 : row.baselineCount * share
  const isMore = row.incidentCount > expected * RATE_RATIO && (row.incidentCount - expected) / Math.sqrt(expected + 1) > THRESHOLDS.robustZ
  return row.baselineCount === null || isMore
}

/** Not there in calm times, and stated in words that no program prints by chance. */
function isHardFailure({ severity, incidentCount, baselineCount, example }: Held<'log_patterns'>['row']): boolean {
  const isLoud = severity === 'error' || severity === 'unknown'
  return isLoud && incidentCount > 0 && (baselineCount ?? 0) === 0 && statedFailureIn(example) !== null
}

/** `share`: length of the incident window over the baseline window; null when nothing can be compared. */
function signalOf(held: Held<'log_patterns'>, share: number | null, end: Date | null): readonly RawSignal[] {
  const { row } = held
  if (!isTold(row, share)) return []
  const isNew = row.baselineCount === 0
  return [
    {
      kind: 'log_error',
      entity: row.entity,
      since: isNew ? row.firstAt : null,
      until: row.lastAt !== null && end !== null && row.lastAt < shiftSeconds(end, -CALM_SECONDS) ? row.lastAt : null,
      strength: Math.min(0.8, 0.3 + Math.log10(row.incidentCount) / 5),
      isBackground: false,
      text: `${row.entity} logged ${row.incidentCount} times: ${row.example.slice(0, 140)}`,
      citations: citeFirst(held, [`example: ${row.example}`, `pattern: ${row.pattern}`], { role: 'symptom', at: row.firstAt }),
    },
  ]
}
