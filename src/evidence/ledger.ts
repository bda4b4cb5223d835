import type { Evidence, EvidenceId } from '../domain/evidence.ts'
import { CARELESS, whyLeftOut, type Care } from '../domain/part.ts'
import { sourceOf, type Query, type Reading, type TelemetrySource } from '../domain/reading.ts'
import type { QueryKind, Rows } from '../domain/telemetry-rows.ts'
import type { ErrorCode } from '../errors.ts'
import type { Telemetry } from '../telemetry/port.ts'
import { createBreaker, type Breaker } from './breaker.ts'
import { canonicalJson, hashText, queryKey } from './content-hash.ts'
import { defaultRedactor, type Redactor } from '../redaction/redactor.ts'

/**
 * Longest reading in characters of its JSON. Adapters bound their rows; this bounds what one answer may weigh in memory, on its way to another
 * process and in the database whatever its rows are made of. The largest seen of a real-size recording is a tenth of it.
 */
const MAX_READING_CHARACTERS = 33_554_432

export interface LedgerOptions {
  readonly telemetry: Telemetry
  readonly clock: () => Date
  /** Ends every read when it aborts; reads made after that are recorded as errors. */
  readonly signal: AbortSignal
  /** Longest wait for one read in milliseconds; then the reading is an `error` with `telemetry_timeout`. */
  readonly timeoutMs: number
  /** Most reads one ledger makes; past it every read is an `error` that names the limit. */
  readonly maxReads: number
  /** Sources that may be read; others answer `error` with `telemetry_denied`. */
  readonly mayRead: (source: TelemetrySource) => boolean
  /** Called with each new piece of evidence before `read` returns it; if this rejects, so does `read`. */
  readonly append: (evidence: Evidence) => Promise<void>
  /** Masks what is read before it is recorded; the one without a team's lists when absent. */
  readonly redactor?: Redactor | undefined
  /** Evidence of an earlier attempt of the same run; its queries are answered from here and not asked again. */
  readonly recorded: readonly Evidence[]
  /** What is left out, and whom the ledger tells which read it begins. */
  readonly care?: Care
}

/** The only way to telemetry. Asks each question once, records every answer, hides secrets, and leaves a failing source alone. */
export interface Ledger {
  read<K extends QueryKind>(query: Query & { readonly kind: K }): Promise<Evidence<K>>
  /** Everything recorded so far, in order of recording. */
  evidence(): readonly Evidence[]
}

export function openLedger(options: LedgerOptions): Ledger {
  const entries: Evidence[] = [...options.recorded]
  const asked = new Map<string, Promise<Evidence>>(entries.map((entry) => [queryKey(entry.query), Promise.resolve(entry)]))
  const breaker = createBreaker()
  const care = options.care ?? CARELESS
  const turns = createTurns(care.isOneAtATime)
  const redactor = options.redactor ?? defaultRedactor
  let nextNumber = entries.reduce((highest, entry) => Math.max(highest, Number(entry.id.slice(1))), 0) + 1

  async function ask(query: Query, id: EvidenceId): Promise<Evidence> {
    const askedAt = options.clock()
    const busyWith = { kind: 'read', query: query.kind, file: null } as const
    care.begins(busyWith)
    const asked = await answer(query, { ...options, care, breaker, isOverLimit: nextNumber > options.maxReads + 1 })
    const { reading, hash } = withinSize(redactor.reading(asked))
    care.ends(busyWith)
    const evidence: Evidence = { id, query, source: sourceOf(query.kind), reading, askedAt, answeredAt: options.clock(), contentHash: hash }
    await options.append(evidence)
    entries.push(evidence)
    return evidence
  }

  function startAsking(query: Query): Promise<Evidence> {
    const id: EvidenceId = `E${nextNumber++}`
    return turns(() => ask(query, id))
  }

  return {
    read(query) {
      const key = queryKey(query)
      const known = asked.get(key) ?? startAsking(query)
      asked.set(key, known)
      return known as Promise<never>
    },
    evidence: () => [...entries].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1))),
  }
}

/** Runs each piece of work at once, or each only after the one before it. */
function createTurns(isOneAtATime: boolean): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve()
  return (work) => {
    if (!isOneAtATime) return work()
    const mine = before.then(work)
    before = mine.catch(() => undefined)
    return mine
  }
}

/** The reading with its hash; in place of one that is too large an error that says so. */
function withinSize(reading: Reading<Rows[QueryKind]>): { readonly reading: Reading<Rows[QueryKind]>; readonly hash: string } {
  const json = canonicalJson(reading)
  if (json.length <= MAX_READING_CHARACTERS) return { reading, hash: hashText(json) }
  const why = `the answer has ${json.length} characters, more than the ${MAX_READING_CHARACTERS} of one reading (MAX_READING_CHARACTERS)`
  const instead = failure('telemetry_too_hard', why)
  return { reading: instead, hash: hashText(canonicalJson(instead)) }
}

interface AnswerContext extends LedgerOptions {
  readonly care: Care
  readonly breaker: Breaker
  readonly isOverLimit: boolean
}

async function answer(query: Query, context: AnswerContext): Promise<Reading<Rows[QueryKind]>> {
  const source = sourceOf(query.kind)
  if (!context.mayRead(source)) return failure('telemetry_denied', `the policy does not let firstcause read ${source}`)
  const leftOut = whyLeftOut(context.care, query.kind)
  if (leftOut !== null) return failure('telemetry_too_hard', leftOut)
  if (context.isOverLimit) return failure('telemetry_failed', `the limit of ${context.maxReads} reads for one investigation is used up`)
  if (context.breaker.isOpen(source)) return failure('telemetry_failed', `${source} failed repeatedly and is left alone for now`)
  const reading = await askInTime(query, context)
  context.breaker.record(source, reading.status !== 'error')
  return withoutDenied(reading, context.mayRead)
}

/** Without the rows that were counted in what may not be read, which answer for another source. */
function withoutDenied(reading: Reading<Rows[QueryKind]>, mayRead: AnswerContext['mayRead']): Reading<Rows[QueryKind]> {
  if (!('rows' in reading)) return reading
  const denied = (row: Rows[QueryKind]) =>
    'countedIn' in row && row.countedIn !== undefined && !mayRead(row.countedIn) ? row.countedIn : null
  const rows = reading.rows.filter((row) => denied(row) === null)
  if (rows.length === reading.rows.length) return reading
  if (rows.length > 0) return { ...reading, rows }
  const sources = [...new Set(reading.rows.flatMap((row) => denied(row) ?? []))].join(' and ')
  return failure('telemetry_denied', `the policy does not let firstcause read ${sources}, and only they hold the calls`)
}

async function askInTime(query: Query, context: AnswerContext): Promise<Reading<Rows[QueryKind]>> {
  const deadline = AbortSignal.timeout(context.timeoutMs)
  const signal = AbortSignal.any([context.signal, deadline])
  const ended = Promise.withResolvers<Reading<never>>()
  const end = () =>
    ended.resolve(
      deadline.aborted
        ? failure('telemetry_timeout', `timed out after ${context.timeoutMs / 1000} s`)
        : failure('telemetry_timeout', 'the investigation was stopped before it answered'),
    )
  // Asking what nobody waits for could hold the run that is to end.
  if (signal.aborted) {
    end()
    return ended.promise
  }
  signal.addEventListener('abort', end, { once: true })
  try {
    const opens = (file: string) => context.care.begins({ kind: 'read', query: query.kind, file })
    return await Promise.race([context.telemetry.read(query, { signal, opens }), ended.promise])
  } catch (cause) {
    // An adapter promises not to throw; one that does must cost its own reading, not the whole run.
    return failure('telemetry_failed', `the adapter failed unexpectedly${cause instanceof Error ? ` (${cause.name})` : ''}`)
  } finally {
    signal.removeEventListener('abort', end)
  }
}

function failure(code: ErrorCode, why: string): Reading<never> {
  return { status: 'error', code, why }
}
