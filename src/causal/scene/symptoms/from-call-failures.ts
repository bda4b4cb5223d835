import { howOften } from '../../../domain/how-often.ts'
import type { EntityId } from '../../../domain/entity.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { failureIn } from '../../../domain/network-failures.ts'
import { citeFirst, rowsHeld, type Held } from '../cite.ts'
import { overSince } from '../still-heard.ts'
import { calleesNamedIn } from '../addressed-services.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

type Failure = Rows['call_failures']['failure']

/** Nobody was there to answer: one such line says as much as a hundred. */
const NOBODY_THERE: ReadonlySet<Failure> = new Set(['no_such_host', 'refused'])
/** What a busy or restless callee does to single calls: only often, and not already in calm times, does it say that it cannot be reached. */
const NOT_ANSWERED: ReadonlySet<Failure> = new Set(['timed_out', 'reset', 'unavailable', 'certificate'])
/** Fewer of them may be chance. */
const LEAST_NOT_ANSWERED = 3
const WORDS: Readonly<Record<Failure, string>> = {
  no_such_host: 'no such host',
  refused: 'connection refused',
  timed_out: 'timed out',
  reset: 'connection reset',
  certificate: 'certificate not accepted',
  unavailable: 'unavailable',
  forbidden: 'forbidden',
  other: 'failed',
}

/**
 * Services that others say they do not reach, each with who says so. A callee with spans of its own is judged by those, except where calls never get
 * through to it. Hosts that are nobody known say nothing here: a wrong name is the matter of whoever wrote it.
 */
export function callFailureSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const { facts, graph, calmUntil } = sources
  const speaking = new Set<EntityId>(rowsHeld(facts, 'service_calls').map(({ row }) => graph.unitOf(row.service)))
  const addressed = rowsHeld(facts, 'call_failures').flatMap((held) => {
    const { caller, target, failure, count, firstAt, lastAt, example } = held.row
    const callee = graph.calleeOf(held.row)
    if (callee === null || graph.unitOf(callee) === graph.unitOf(caller)) return []
    if (!sources.isInScope(callee) && !sources.isInScope(caller)) return []
    if (!isTold(failure, count) || (NOT_ANSWERED.has(failure) && speaking.has(graph.unitOf(callee)))) return []
    const isUsual = !NOBODY_THERE.has(failure) && firstAt !== null && calmUntil !== null && firstAt < calmUntil
    const citations = citeFirst(held, [example, target], { role: 'symptom', at: firstAt })
    const symptom = symptomOf({ caller, callee, name: target, failure, count, firstAt, lastAt, citations }, sources)
    return [{ ...symptom, isBackground: isUsual || isHistory(held, callee, sources) }]
  })
  return [...addressed, ...namedFailures(sources)]
}

function isTold(failure: Failure, count: number): boolean {
  return NOBODY_THERE.has(failure) || (NOT_ANSWERED.has(failure) && count >= LEAST_NOT_ANSWERED)
}

/**
 * Errors of the network that name the callee as people do, without an address ("call to ledger failed … timed out"): told apart from other words by the
 * services that the writer is known to call.
 */
function namedFailures(sources: SymptomSources): readonly RawSymptom[] {
  const { facts, graph, isInScope } = sources
  const addressed = new Set(rowsHeld(facts, 'call_failures').map(({ row }) => row.example))
  const errors = rowsHeld(facts, 'log_patterns').filter(
    ({ row }) => row.severity === 'error' && row.incidentCount > 0 && (row.baselineCount ?? 0) === 0 && !addressed.has(row.example),
  )
  return errors.flatMap((held) => {
    const { entity: caller, example, pattern, incidentCount: count, firstAt, lastAt } = held.row
    const failure = isInScope(caller) ? failureIn(example) : null
    const [callee, ...others] = failure === null ? [] : calleesNamedIn(example, graph.unitOf(caller), sources)
    if (failure === null || callee === undefined || others.length > 0 || !isTold(failure, count)) return []
    const citations = citeFirst(held, [example, pattern], { role: 'symptom', at: firstAt })
    return [symptomOf({ caller, callee, name: callee, failure, count, firstAt, lastAt, citations }, sources)]
  })
}

/** Lines without a time tell of any time: a name that was not known then and has a Service now tells of one before the Service came about. */
function isHistory({ row }: Held<'call_failures'>, callee: EntityId, { objects }: SymptomSources): boolean {
  return row.failure === 'no_such_host' && row.lastAt === null && objects.versionsOf(callee).at(-1)?.row.isCurrent === true
}

interface Told extends Pick<Rows['call_failures'], 'caller' | 'failure' | 'count' | 'firstAt' | 'lastAt'> {
  readonly callee: EntityId
  /** As the caller writes it. */
  readonly name: string
  readonly citations: RawSymptom['citations']
}

function symptomOf({ caller, callee, name, failure, count, firstAt, lastAt, citations }: Told, { window }: SymptomSources): RawSymptom {
  return symptomFrom('call', {
    kind: 'unreachable',
    entity: callee,
    seenBy: caller,
    since: firstAt,
    until: overSince(lastAt, window),
    strength: Math.min(0.8, 0.4 + Math.log10(Math.max(count, 1)) / 5),
    text: `${caller} does not reach ${name}: ${WORDS[failure]}, ${howOften(count)}`,
    citations,
  })
}
