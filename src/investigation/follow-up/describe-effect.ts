import type { Diagnosis, ReceiptId } from '../../domain/diagnosis.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Argument, Citation, EvidenceId } from '../../domain/evidence.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { momentText } from './answers-from-scene.ts'
import { citationsOf } from './recorded.ts'
import type { Assertion } from './understand-statement.ts'

export interface Effect {
  readonly before: Diagnosis
  readonly after: Diagnosis
  readonly statementId: EvidenceId
  readonly assertions: readonly Assertion[]
}

/** Differences in confidence below this are rounding to a reader. */
const LEAST_DIFFERENCE = 0.005
/** A rollback shows in the recordings only after this long; the engine waits as long (causal/statements/fate.ts). */
const SETTLE_SECONDS = 5 * 60

/** What a statement changed, one point for each candidate that it bears on, and in `notes` why it changes no more. Pure. */
export function describeEffect(effect: Effect): { readonly points: readonly Argument[]; readonly notes: readonly string[] } {
  const { before, after } = effect
  const entities = [...new Set([...after.rootCauses, ...before.rootCauses, ...after.alternatives].map(({ entity }) => entity))]
  const isSpokenOf = (entity: EntityId) => remarksOn(entity, effect).length > 0
  // First what the statement is about, then what moved because of it.
  const ordered = [...entities.filter(isSpokenOf), ...entities.filter((entity) => !isSpokenOf(entity))]
  const points = ordered.flatMap((entity) => pointOn(entity, effect) ?? [])
  const isMoved = entities.some((entity) => hasMoved(entity, effect))
  const notes = [...outcomeNote(before, after), ...effect.assertions.flatMap((assertion) => notesOn(assertion, effect))]
  return { points, notes: isMoved || notes.length > 0 ? notes : ['The answer stays as it is.'] }
}

function pointOn(entity: EntityId, effect: Effect): Argument | null {
  const remarks = remarksOn(entity, effect)
  if (remarks.length === 0 && !hasMoved(entity, effect)) return null
  const was = placeOf(entity, effect.before)
  const is = placeOf(entity, effect.after)
  const move = hasMoved(entity, effect) ? `was ${was.words}, is now ${is.words}` : `stays ${is.words}`
  const why = remarks.map(({ text }) => text).join('; ')
  return { text: `${entity}: ${move}${why === '' ? '' : `: ${why}`}`, citations: citationsFor(entity, remarks, effect) }
}

type Remark = { readonly text: string; readonly receipts: readonly ReceiptId[] }

/** What the answer now says about the candidate that rests on the statement. */
function remarksOn(entity: EntityId, { after, statementId }: Effect): readonly Remark[] {
  const own = new Set(after.receipts.filter(({ evidenceId }) => evidenceId === statementId).map(({ id }) => id))
  const candidate = findCandidate(entity, after)
  return [...(candidate?.for ?? []), ...(candidate?.against ?? [])].filter(({ receipts }) => receipts.some((id) => own.has(id)))
}

function citationsFor(entity: EntityId, remarks: readonly Remark[], { before, after }: Effect): readonly Citation[] {
  if (remarks.length > 0) return remarks.flatMap(({ receipts }) => citationsOf(after, receipts))
  const shown = findCandidate(entity, after)
  return shown
    ? citationsOf(after, shown.for[0]?.receipts ?? [])
    : citationsOf(before, findCandidate(entity, before)?.for[0]?.receipts ?? [])
}

function findCandidate(entity: EntityId, { rootCauses, alternatives }: Diagnosis) {
  return rootCauses.find((cause) => cause.entity === entity) ?? alternatives.find((rival) => rival.entity === entity)
}

interface Place {
  readonly role: 'cause' | 'rival' | 'none'
  readonly confidence: number
  readonly words: string
}

function placeOf(entity: EntityId, diagnosis: Diagnosis): Place {
  const cause = diagnosis.rootCauses.find((one) => one.entity === entity)
  if (cause)
    return { role: 'cause', confidence: cause.confidence, words: `the cause, ${cause.confidenceWord} (${cause.confidence.toFixed(2)})` }
  const rival = diagnosis.alternatives.find((one) => one.entity === entity)
  if (rival) return { role: 'rival', confidence: rival.confidence, words: `a less likely candidate (${rival.confidence.toFixed(2)})` }
  return { role: 'none', confidence: 0, words: 'not among the candidates' }
}

function hasMoved(entity: EntityId, { before, after }: Effect): boolean {
  const was = placeOf(entity, before)
  const is = placeOf(entity, after)
  return was.role !== is.role || Math.abs(was.confidence - is.confidence) >= LEAST_DIFFERENCE
}

function outcomeNote(before: Diagnosis, after: Diagnosis): readonly string[] {
  if (before.outcome === after.outcome) return []
  return [
    `The answer was ${before.outcome.replace('_', ' ')} and is now ${after.outcome.replace('_', ' ')}: ${after.reasons[0] ?? after.summary}`,
  ]
}

/** Why an assertion bears on nothing, or only in part. */
function notesOn(assertion: Assertion, { before, after }: Effect): readonly string[] {
  const { act, at, entity, target } = assertion
  const end = after.window.end === null ? null : new Date(after.window.end)
  const name = entity ?? target
  switch (act) {
    case 'start':
      return startNotes(at, before, after)
    case 'cause':
    case 'not_cause': {
      if (entity !== null && findCandidate(entity, after) !== undefined)
        return act === 'not_cause'
          ? ['The evidence still shows it, so it stays in sight; your disagreement is recorded beside it.']
          : ['An opinion raises no confidence.']
      return act === 'cause'
        ? [`Nothing recorded shows ${name ?? 'it'} as a cause; words alone cannot make it one.`]
        : [`${name ?? 'It'} is not among the candidates, so nothing is taken back.`]
    }
    case 'end':
      return end === null || at === null || at <= end
        ? []
        : [`The recordings end at ${momentText(end)}, before that; say “investigate again” to read what came after.`]
    case 'continue':
      return []
    default: {
      const isUnseen = at === null || end === null || end < shiftSeconds(at, SETTLE_SECONDS)
      return isUnseen && end !== null
        ? [`The recordings end at ${momentText(end)}, too early to show what came of it; say “investigate again” to read on.`]
        : []
    }
  }
}

function startNotes(at: Date | null, before: Diagnosis, after: Diagnosis): readonly string[] {
  const { start, end, onset } = after.window
  if (at === null) return []
  if (start !== null && end !== null && (at < new Date(start) || at > new Date(end)))
    return [`The recordings cover ${momentText(new Date(start))} to ${momentText(new Date(end))}, not that moment.`]
  const measured = before.window.onset
  if (onset !== measured && onset !== null)
    return [
      `The incident now counts from ${momentText(new Date(onset))}${measured === null ? '' : `; the recordings show the first symptom at ${momentText(new Date(measured))}`}.`,
    ]
  return measured !== null && at > new Date(measured)
    ? [`The recordings show symptoms from ${momentText(new Date(measured))}, earlier than that, so the onset stays.`]
    : []
}
