import type { EntityId } from '../../../domain/entity.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import { failureIn } from '../../../domain/network-failures.ts'
import { citeFirst, rowsHeld, type Held } from '../cite.ts'
import { stillHeardFrom } from '../still-heard.ts'
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
  const { facts, graph } = sources
  const speaking = new Set<EntityId>(rowsHeld(facts, 'service_calls').map(({ row }) => graph.unitOf(row.service)))
  return [
    ...rowsHeld(facts, 'call_failures').flatMap((held) => {
      const callee = graph.calleeOf(held.row)
      if (callee === null || graph.unitOf(callee) === graph.unitOf(held.row.caller)) return []
      if (!sources.isInScope(callee) && !sources.isInScope(held.row.caller)) return []
      const { failure, count } = held.row
      const isAnswering = speaking.has(graph.unitOf(callee))
      const isTold = NOBODY_THERE.has(failure) || (NOT_ANSWERED.has(failure) && count >= LEAST_NOT_ANSWERED && !isAnswering)
      return isTold
        ? [symptomOf(held, callee, sources)].map((symptom) =>
            isHistory(held, callee, sources) ? { ...symptom, isBackground: true } : symptom,
          )
        : []
    }),
    ...namedFailures(sources),
  ]
}

/**
 * Errors of the network that name the callee as people do, without an address ("call to ledger failed … timed out"): told apart from other words by the
 * services that the writer is known to call.
 */
function namedFailures({ facts, graph, objects, window, isInScope }: SymptomSources): readonly RawSymptom[] {
  const addressed = new Set(rowsHeld(facts, 'call_failures').map(({ row }) => row.example))
  return rowsHeld(facts, 'log_patterns').flatMap((held) => {
    const { row } = held
    const failure =
      row.severity === 'error' && row.incidentCount > 0 && !addressed.has(row.example) && isInScope(row.entity)
        ? failureIn(row.example)
        : null
    const callees = failure === null ? [] : calleesNamedIn(row.example, graph.unitOf(row.entity), { graph, objects })
    const [callee] = callees
    const isTold = failure !== null && (NOBODY_THERE.has(failure) || (NOT_ANSWERED.has(failure) && row.incidentCount >= LEAST_NOT_ANSWERED))
    if (callee === undefined || callees.length > 1 || !isTold || (row.baselineCount ?? 0) > 0) return []
    const isOver = row.lastAt !== null && window !== null && row.lastAt < stillHeardFrom(window)
    return [
      symptomFrom('call', {
        kind: 'unreachable',
        entity: callee,
        seenBy: row.entity,
        since: row.firstAt,
        until: isOver ? row.lastAt : null,
        strength: Math.min(0.8, 0.4 + Math.log10(Math.max(row.incidentCount, 1)) / 5),
        text: `${row.entity} does not reach ${callee}: ${WORDS[failure]}, ${row.incidentCount} times`,
        citations: citeFirst(held, [row.example, row.pattern], { role: 'symptom', at: row.firstAt }),
      }),
    ]
  })
}

/** Lines without a time tell of any time: a name that was not known then and has a Service now tells of one before the Service came about. */
function isHistory({ row }: Held<'call_failures'>, callee: EntityId, { objects }: SymptomSources): boolean {
  return row.failure === 'no_such_host' && row.lastAt === null && objects.versionsOf(callee).at(-1)?.row.isCurrent === true
}

function symptomOf(held: Held<'call_failures'>, callee: EntityId, { window, calmUntil }: SymptomSources): RawSymptom {
  const { caller, target, failure, count, firstAt, lastAt, example } = held.row
  const isOver = lastAt !== null && window !== null && lastAt < stillHeardFrom(window)
  const isUsual = !NOBODY_THERE.has(failure) && firstAt !== null && calmUntil !== null && firstAt < calmUntil
  return symptomFrom('call', {
    kind: 'unreachable',
    entity: callee,
    seenBy: caller,
    since: firstAt,
    until: isOver ? lastAt : null,
    strength: Math.min(0.8, 0.4 + Math.log10(Math.max(count, 1)) / 5),
    isBackground: isUsual,
    text: `${caller} does not reach ${target}: ${WORDS[failure]}, ${count} times`,
    citations: citeFirst(held, [example, target], { role: 'symptom', at: firstAt }),
  })
}
