import { howOften } from '../../../domain/how-often.ts'
import type { EntityId } from '../../../domain/entity.ts'
import { rowsOf } from '../../../domain/reading.ts'
import { statedFailureIn } from '../../../domain/stated-failures.ts'
import { shiftSeconds, windowSeconds, type TimeWindow } from '../../../domain/time-window.ts'
import { citeFirst, type Held } from '../cite.ts'
import { overSince } from '../still-heard.ts'
import { commonErrors } from '../common-errors.ts'
import { isLogExcerpt } from '../excerpt.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

/** Error patterns seen less often than this during the incident may be chance. */
const LEAST_COUNT = 3
/** A pattern that was there before counts as increased from this many times its earlier rate on. */
const RATE_RATIO = 3
/** A pattern first seen after this share of the data is new, wherever the baseline was drawn. */
const EARLY_SHARE = 0.15
/** Warnings of a program that is new, and their share of all its records, from which on it is not well: healthy programs warn now and then. */
const LEAST_WARNINGS = 20
const WARNING_SHARE = 0.25

/**
 * Error patterns that are new, or much more frequent, since onset; a line that states a hard failure counts also when it was printed once and without a level,
 * for a program that ends prints its reason once. Warnings are harm only in bulk; whatever else is new is trouble where it warns, and news where it does not.
 */
export function logSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const isCommon = commonErrors(sources.facts)
  const isExcerpt = isLogExcerpt(sources.facts)
  return (sources.facts.log_patterns ?? []).flatMap((evidence) => {
    if (evidence.query.kind !== 'log_patterns') return []
    const { incident, baseline } = evidence.query
    const share = baseline === null ? null : windowSeconds(incident) / Math.max(windowSeconds(baseline), 1)
    const held = rowsOf(evidence.reading).map((row) => ({ evidenceId: evidence.id, row }))
    const speaking = stillSpeaking(held, sources.window)
    const warnings = new Map(bulkWarnings(held.filter(({ row }) => sources.isInScope(row.entity))).map((bulk) => [bulk.loudest, bulk]))
    return held.flatMap((one) => {
      const { entity, baselineCount } = one.row
      const bulk = warnings.get(one)
      if (sources.isInScope(entity) && isTold(one.row, { share, isExcerpt })) {
        const isSilent = isExcerpt || (baselineCount === null && !speaking.has(entity))
        return [{ ...errorOf(one, { sources, share, isSilent, isExcerpt }), isBackground: isCommon(one) }]
      }
      if (bulk !== undefined) return [warningOf(bulk)]
      return isNews(one, sources) ? [newsOf(one)] : []
    })
  })
}

interface Bulk {
  readonly loudest: Held<'log_patterns'>
  readonly warned: number
  readonly said: number
}

/**
 * A program of which nothing is known from before and that warns, or complains without a level, with a good part of all that it says is not well, whatever it says;
 * one that was heard before is compared with itself instead.
 */
function bulkWarnings(held: readonly Held<'log_patterns'>[]): readonly Bulk[] {
  return [...Map.groupBy(held, ({ row }) => row.entity).values()].flatMap((own) => {
    const warnings = own
      .filter(({ row }) => row.severity === 'warning' || isComplaint(row))
      .toSorted((a, b) => b.row.incidentCount - a.row.incidentCount)
    const [loudest] = warnings
    const [warned, said] = [countOf(warnings), countOf(own)]
    const isKnown = own.some(({ row }) => row.baselineCount !== null)
    return loudest === undefined || isKnown || warned < LEAST_WARNINGS || warned < WARNING_SHARE * said ? [] : [{ loudest, warned, said }]
  })
}

function countOf(held: readonly Held<'log_patterns'>[]): number {
  return held.reduce((sum, { row }) => sum + row.incidentCount, 0)
}

function warningOf({ loudest, warned, said }: Bulk): RawSymptom {
  const { entity, example, firstAt } = loudest.row
  const text = `${entity} warned ${warned} times in ${said} records: ${example.slice(0, 120)}`
  return symptomFrom('log', { ...wordsOf(loudest), kind: 'log_error', since: firstAt, strength: THRESHOLDS.slight, text })
}

function newsOf(held: Held<'log_patterns'>): RawSymptom {
  const { entity, severity, example, firstAt } = held.row
  const isComplaint = severity === 'error' || severity === 'warning'
  const text = `${entity} logged: ${example.slice(0, 140)}`
  return symptomFrom('log', { ...wordsOf(held), kind: isComplaint ? 'trouble' : 'news', since: firstAt, strength: 0, text })
}

function wordsOf(held: Held<'log_patterns'>): Pick<RawSymptom, 'entity' | 'said' | 'citations'> {
  const { entity, example, pattern, firstAt } = held.row
  return {
    entity,
    said: example,
    citations: citeFirst(held, [`example: ${example}`, `pattern: ${pattern}`], { role: 'symptom', at: firstAt }),
  }
}

function isLate({ firstAt }: Held<'log_patterns'>['row'], window: TimeWindow | null): boolean {
  return firstAt !== null && window !== null && firstAt >= shiftSeconds(window.start, windowSeconds(window) * EARLY_SHARE)
}

/** Not said before, or said much less; everything where nothing is from before. */
function isNews({ row }: Held<'log_patterns'>, { window, begunAt }: SymptomSources): boolean {
  const isMore = row.baselineCount !== null && row.incidentCount > RATE_RATIO * row.baselineCount
  return row.incidentCount > 0 && (begunAt !== null || isLate(row, window) || isMore)
}

function isTold(row: Held<'log_patterns'>['row'], { share, isExcerpt }: Pick<Heard, 'share' | 'isExcerpt'>): boolean {
  if (isHardFailure(row) || (isExcerpt && isComplaint(row))) return true
  if (row.severity !== 'error') return false
  if (row.incidentCount < LEAST_COUNT) return isExcerpt && row.incidentCount > 0
  const expected = row.baselineCount === null || share === null ? 0 : row.baselineCount * share
  const isMore = row.incidentCount > expected * RATE_RATIO && (row.incidentCount - expected) / Math.sqrt(expected + 1) > THRESHOLDS.robustZ
  return isExcerpt || row.baselineCount === null || isMore
}

/** What programs without levels say when something does not work. */
const COMPLAINT = /\b(?:error|exception|fail(?:ed|ure|s)?|fatal|cannot|could not|unable to|refused|denied|timed? ?out)\b/i

/** Of no level, and of something that does not work. */
function isComplaint({ severity, incidentCount, example }: Held<'log_patterns'>['row']): boolean {
  return severity === 'unknown' && incidentCount > 0 && COMPLAINT.test(example)
}

/** Not there in calm times, and stated in words that no program prints by chance. */
function isHardFailure({ severity, incidentCount, baselineCount, example }: Held<'log_patterns'>['row']): boolean {
  const isLoud = severity === 'error' || severity === 'unknown'
  return isLoud && incidentCount > 0 && (baselineCount ?? 0) === 0 && statedFailureIn(example) !== null
}

/** Who still logged something at the end of the data. Of one that fell silent nobody can say that what it complained of is over. */
function stillSpeaking(held: readonly Held<'log_patterns'>[], window: TimeWindow | null): ReadonlySet<EntityId> {
  return new Set(held.filter(({ row }) => overSince(row.lastAt, window) === null).map(({ row }) => row.entity))
}

interface Heard {
  readonly sources: SymptomSources
  /** Length of the incident window over the baseline window; null when nothing can be compared. */
  readonly share: number | null
  /** Its program fell silent, so nobody can say that what it complained of is over. */
  readonly isSilent: boolean
  /** So little was read that one record counts. */
  readonly isExcerpt: boolean
}

function errorOf(held: Held<'log_patterns'>, { share, isSilent, isExcerpt, sources }: Heard): RawSymptom {
  const { row } = held
  // Of a program that is new nothing is known from before; what has no count because nothing at all was compared may be as old as the data, unless it came late.
  const isNew = row.baselineCount === 0 || (row.baselineCount === null && (share !== null || isLate(row, sources.window)))
  return symptomFrom('log', {
    ...wordsOf(held),
    kind: 'log_error',
    since: isNew ? row.firstAt : null,
    until: isSilent ? null : overSince(row.lastAt, sources.window),
    strength: Math.min(0.8, Math.max(isExcerpt ? THRESHOLDS.slight : 0, 0.3 + Math.log10(row.incidentCount) / 5)),
    text: `${row.entity} logged ${howOften(row.incidentCount)}: ${row.example.slice(0, 140)}`,
  })
}
