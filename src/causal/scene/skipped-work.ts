import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { citeSamples, type Facts, type Grid, type Held, momentAt, rowsHeld, stepsUntil } from './cite.ts'
import { calmUntil } from './onset.ts'
import { perObject } from './per-object.ts'
import type { Scene } from './scene.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptoms/symptom-sources.ts'

/** Work that every request to a service did once, and that a good part of the requests no longer does: they end before it. */
export interface SkippedWork {
  readonly service: EntityId
  /** What is skipped: a service no longer called, or an operation no longer done. */
  readonly what: string
  readonly callee: EntityId | null
  readonly held: Held<'call_edges' | 'service_calls'>
  /** The field of the row that counts it. */
  readonly field: string
  /** First step that is out, and the moment it begins. */
  readonly index: number
  readonly since: Date
  /** Requests from then on, and how often the work was done for them. */
  readonly requests: number
  readonly done: number
}

/** One kind of work, counted a step, beside the requests it is done for. */
interface Work extends Pick<SkippedWork, 'service' | 'what' | 'callee' | 'held' | 'field'> {
  readonly requests: readonly (number | null)[]
  readonly counts: readonly (number | null)[]
  /** In a recording without a fault; null where there is none. */
  readonly usual: { readonly requests: number; readonly done: number } | null
}

interface Tally {
  readonly requests: number
  readonly done: number
}

/** With fewer requests before or after, a ratio says nothing. */
const LEAST_REQUESTS = 10
/** Done once for every request: within this share of the requests. Work that depends on the request varies with the mix of requests. */
const ONCE_TOLERANCE = 0.02
/** Fewer skipped than this share is a request type that came up rarely before. */
const LEAST_SKIPPED = 0.1
/** One step may speak alone when it is the last and at least this share is skipped; else two steps must agree. */
const PLAIN_SKIPPED = 0.5
/** Chance that any of all comparisons fires on noise. The bound for each is this by their number (Bonferroni). */
const FALSE_ALARMS = 0.001

/**
 * Finds what services stopped doing for their requests, most skipped first. Compares the steps from `calmUntil` on with those before it, or with the
 * recording of a day without a fault where the row has one. Only the deepest such services: a caller that is answered otherwise also stops early.
 */
export function skippedWork(facts: Facts, calmUntil: Date | null): readonly SkippedWork[] {
  const works = worksOf(facts)
  const compared = works.flatMap((work) => {
    const calm = calmTally(work, calmUntil)
    return calm !== null && (isOncePerRequest(calm) || isUsualCall(work, calm)) ? [{ work, calm }] : []
  })
  const chances = compared.reduce((sum, { work }) => sum + stepsAfter(work, calmUntil).length, 0)
  const found = compared.flatMap(({ work, calm }) => departedFrom(work, { calm, calmUntil, least: leastZ(chances) }) ?? [])
  const stopping = new Set(found.map(({ service }) => service))
  const edges = rowsHeld(facts, 'call_edges').filter(({ row }) => row.callee !== row.caller)
  const deepest = found.filter(({ service }) => !edges.some(({ row }) => row.caller === service && stopping.has(row.callee)))
  return deepest.toSorted((a, b) => a.done / a.requests - b.done / b.requests)
}

/** The same for the whole of a scene. */
export const skippedIn = perObject(({ facts, window }: Scene) => skippedWork(facts, calmUntil(facts, window)))

/** What is skipped, in words, with the counts that show it. */
export function skippedArgument({ requests, done, service, what, held, field, index }: SkippedWork): Argument {
  const text = `${requests - done} of ${requests} requests to ${service} end before ${what}, which each of them did before`
  return { text, citations: citeSamples(held, field, index) }
}

/** The most skipped work of each service: it fails those requests, also where nobody recorded which calls failed. */
export function skippedWorkSymptoms({ facts, calmUntil, isInScope }: SymptomSources): readonly RawSymptom[] {
  const found = skippedWork(facts, calmUntil).filter(({ service }) => isInScope(service))
  const first = [...Map.groupBy(found, ({ service }) => service).values()].flatMap((own) => own.slice(0, 1))
  return first.map((one) => {
    const strength = Math.min(0.9, 0.4 + (1 - one.done / one.requests) / 2)
    return symptomFrom('call', { kind: 'error_rate', entity: one.service, since: one.since, strength, ...skippedArgument(one) })
  })
}

/** Upper bound of the normal quantile for `FALSE_ALARMS / chances`, one-sided: P(Z > z) <= exp(-z^2 / 2) / 2 (Chernoff). */
function leastZ(chances: number): number {
  return Math.sqrt(2 * Math.log(Math.max(chances, 1) / (2 * FALSE_ALARMS)))
}

function worksOf(facts: Facts): readonly Work[] {
  const served = new Map(rowsHeld(facts, 'service_calls').map((held) => [held.row.service, held]))
  const calls = rowsHeld(facts, 'call_edges').flatMap((held): readonly Work[] => {
    const { row } = held
    const at = served.get(row.caller)
    if (at === undefined || row.callee === row.caller || !isSameGrid(at.row, row)) return []
    const usual = at.row.usual === undefined ? null : { requests: at.row.usual.count, done: row.usual?.count ?? 0 }
    const { counts } = row
    return [{ service: row.caller, what: row.callee, callee: row.callee, held, field: 'counts', requests: at.row.counts, counts, usual }]
  })
  return [...calls, ...[...served.values()].flatMap(operationsIn)]
}

function operationsIn(held: Held<'service_calls'>): readonly Work[] {
  const { row } = held
  return (row.operations ?? []).map(({ name, counts, usual }) => ({
    service: row.service,
    what: name,
    callee: null,
    held,
    field: `operations.${name}.counts`,
    requests: row.counts,
    counts,
    usual: row.usual === undefined || usual === null ? null : { requests: row.usual.count, done: usual },
  }))
}

function isSameGrid(a: Grid, b: Grid): boolean {
  return a.startAt.getTime() === b.startAt.getTime() && a.stepSeconds === b.stepSeconds
}

function calmTally(work: Work, calmUntil: Date | null): Tally | null {
  const calm =
    work.usual ??
    tally(
      work,
      stepsOf(work, (index) => isBefore(work, index, calmUntil)),
    )
  return calm.requests >= LEAST_REQUESTS ? calm : null
}

function stepsAfter(work: Work, calmUntil: Date | null): readonly number[] {
  return stepsOf(work, (index, count) => count > 0 && !isBefore(work, index, calmUntil))
}

/** The steps of which it is known how many requests there were, and for which the test holds. */
function stepsOf({ requests }: Work, test: (index: number, count: number) => boolean): readonly number[] {
  return requests.flatMap((count, index) => (count !== null && test(index, count) ? [index] : []))
}

function isBefore({ held }: Work, index: number, calmUntil: Date | null): boolean {
  return calmUntil !== null && index + 1 <= stepsUntil(calmUntil, held.row)
}

function tally({ requests, counts }: Work, steps: readonly number[]): Tally {
  return {
    requests: steps.reduce((sum, index) => sum + (requests[index] ?? 0), 0),
    done: steps.reduce((sum, index) => sum + (counts[index] ?? 0), 0),
  }
}

function isOncePerRequest({ requests, done }: Tally): boolean {
  return Math.abs(done / requests - 1) <= ONCE_TOLERANCE
}

/** A callee that only some requests need: it counts as skipped when none of them reaches it any more. */
function isUsualCall({ callee }: Work, { done }: Tally): boolean {
  return callee !== null && done >= LEAST_REQUESTS
}

interface Setting {
  readonly calm: Tally
  readonly calmUntil: Date | null
  readonly least: number
}

/** The last steps, from the one on with which they stand out most. */
function departedFrom(work: Work, { calm, calmUntil, least }: Setting): SkippedWork | null {
  const steps = stepsAfter(work, calmUntil)
  const spans = steps.map((index, at) => ({ index, steps: steps.slice(at), now: tally(work, steps.slice(at)) }))
  const out = spans.filter(({ now, steps: last }) => now.requests >= LEAST_REQUESTS && isConsistent(work, last))
  const [best] = out.map((span) => ({ ...span, z: standsOut(span.now, calm) })).toSorted((a, b) => b.z - a.z)
  if (best === undefined || best.z < least || best.now.done > (1 - LEAST_SKIPPED) * best.now.requests) return null
  if (!isOncePerRequest(calm) && best.now.done > 0) return null
  const { service, what, callee, held, field } = work
  return { service, what, callee, held, field, index: best.index, since: momentAt(held.row, best.index), ...best.now }
}

/** Skipped in each step of the span; alone, a step must be plain. */
function isConsistent(work: Work, steps: readonly number[]): boolean {
  const shares = steps.map((index) => (work.counts[index] ?? 0) / (work.requests[index] ?? 1))
  return shares.every((share) => share < 1 - LEAST_SKIPPED / 2) && (shares.length > 1 || shares.every((share) => share <= PLAIN_SKIPPED))
}

/**
 * How many standard deviations fewer than expected, in a binomial whose probability is estimated from the calm tally by the rule of succession
 * ((done + 1) / (requests + 2)) and is itself uncertain, so that a small calm recording proves little.
 */
function standsOut(now: Tally, calm: Tally): number {
  const p = (Math.min(calm.done, calm.requests) + 1) / (calm.requests + 2)
  const variance = now.requests * p * (1 - p) * (1 + now.requests / calm.requests)
  return (now.requests * p - now.done) / Math.sqrt(variance)
}
