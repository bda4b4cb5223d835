import type { EntityId } from '../../../domain/entity.ts'
import { rowsOf } from '../../../domain/reading.ts'
import { statedFailureIn } from '../../../domain/stated-failures.ts'
import { windowSeconds, type TimeWindow } from '../../../domain/time-window.ts'
import { citeFirst, type Held } from '../cite.ts'
import { stillHeardFrom } from '../still-heard.ts'
import { commonErrors } from '../common-errors.ts'
import { THRESHOLDS } from '../thresholds.ts'
import type { RawSymptom, SymptomSources } from './symptom-sources.ts'

/** Error patterns seen less often than this during the incident may be chance. */
const LEAST_COUNT = 3
/** A pattern that was there before counts as increased from this many times its earlier rate on. */
const RATE_RATIO = 3
/** Warnings of a program that is new, and their share of all its records, from which on it is not well: healthy programs warn now and then. */
const LEAST_WARNINGS = 20
const WARNING_SHARE = 0.25

/**
 * Error patterns that are new, or much more frequent, since onset; a line that states a hard failure counts also when it was printed once and without a level,
 * for a program that ends prints its reason once. Warnings are symptoms only in bulk, other lines material for mechanisms.
 */
export function logSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const isCommon = commonErrors(sources.facts)
  return (sources.facts.log_patterns ?? []).flatMap((evidence) => {
    if (evidence.query.kind !== 'log_patterns') return []
    const { incident, baseline } = evidence.query
    const share = baseline === null ? null : windowSeconds(incident) / Math.max(windowSeconds(baseline), 1)
    const held = rowsOf(evidence.reading).map((row) => ({ evidenceId: evidence.id, row }))
    const inScope = held.filter(({ row }) => sources.isInScope(row.entity))
    const speaking = stillSpeaking(held, sources.window)
    const errors = inScope.flatMap((one) =>
      symptomOf(one, share, one.row.baselineCount !== null || speaking.has(one.row.entity) ? sources.window : null).map((symptom) =>
        isCommon(one) ? { ...symptom, isBackground: true } : symptom,
      ),
    )
    return [...errors, ...warningSymptoms(inScope)]
  })
}

/**
 * A program of which nothing is known from before and that warns with a good part of all that it says is not well, whatever it warns of; one that was heard
 * before is compared with itself instead.
 */
function warningSymptoms(held: readonly Held<'log_patterns'>[]): readonly RawSymptom[] {
  return [...Map.groupBy(held, ({ row }) => row.entity)].flatMap(([entity, own]) => {
    const warnings = own.filter(({ row }) => row.severity === 'warning').toSorted((a, b) => b.row.incidentCount - a.row.incidentCount)
    const [loudest] = warnings
    const [warned, said] = [warnings, own].map((some) => some.reduce((sum, { row }) => sum + row.incidentCount, 0))
    const isKnown = own.some(({ row }) => row.baselineCount !== null)
    if (loudest === undefined || isKnown || (warned ?? 0) < LEAST_WARNINGS || (warned ?? 0) < WARNING_SHARE * (said ?? 0)) return []
    const text = `${entity} warned ${warned} times in ${said} records: ${loudest.row.example.slice(0, 120)}`
    const citations = citeFirst(loudest, [`example: ${loudest.row.example}`], { role: 'symptom', at: loudest.row.lastAt })
    return [
      {
        kind: 'log_error',
        entity,
        since: loudest.row.firstAt,
        until: null,
        strength: THRESHOLDS.slight,
        isBackground: false,
        text,
        citations,
      },
    ]
  })
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

/** Who still logged something at the end of the data. Of one that fell silent nobody can say that what it complained of is over. */
function stillSpeaking(held: readonly Held<'log_patterns'>[], window: TimeWindow | null): ReadonlySet<EntityId> {
  const from = window === null ? null : stillHeardFrom(window)
  return new Set(held.filter(({ row }) => from === null || row.lastAt === null || row.lastAt >= from).map(({ row }) => row.entity))
}

/** `window`: null for one that fell silent. `share`: length of the incident window over the baseline window; null when nothing can be compared. */
function symptomOf(held: Held<'log_patterns'>, share: number | null, window: TimeWindow | null): readonly RawSymptom[] {
  const { row } = held
  if (!isTold(row, share)) return []
  // Of a program that is new nothing is known from before; what has no count because nothing at all was compared may be as old as the data.
  const isNew = row.baselineCount === 0 || (row.baselineCount === null && share !== null)
  return [
    {
      kind: 'log_error',
      entity: row.entity,
      since: isNew ? row.firstAt : null,
      until: row.lastAt !== null && window !== null && row.lastAt < stillHeardFrom(window) ? row.lastAt : null,
      strength: Math.min(0.8, 0.3 + Math.log10(row.incidentCount) / 5),
      isBackground: false,
      text: `${row.entity} logged ${row.incidentCount} times: ${row.example.slice(0, 140)}`,
      citations: citeFirst(held, [`example: ${row.example}`, `pattern: ${row.pattern}`], { role: 'symptom', at: row.firstAt }),
    },
  ]
}
