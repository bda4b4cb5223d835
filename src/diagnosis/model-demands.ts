import type { EntityId } from '../domain/entity.ts'
import type { Citation, Evidence } from '../domain/evidence.ts'
import { instructionLike } from '../domain/instruction-like.ts'
import { rowsOf } from '../domain/reading.ts'
import type { Claim, Submission } from '../domain/submission.ts'
import { createReferenceTest, namesEntity } from './referred-entities.ts'

// What is asked of a model's submission beyond what is asked of everybody's. The engine's rules choose which record speaks for what; a model
// chooses freely, and may choose badly or be told what to choose.

/** `scope/Kind/name` inside a sentence. */
const ENTITY_IN_TEXT = /[a-z0-9_][\w.-]{0,252}\/[A-Z][A-Za-z]+\/[\w.:-]*\w/g
/** Characters that show as nothing or turn the direction of what follows: they make two different names look alike. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u

/** Reasons to send a model's submission back, besides those of `checkSubmission`; empty when there are none. What the engine named stands. */
export function modelReasons(
  submission: Submission,
  { evidence, engine }: { readonly evidence: readonly Evidence[]; readonly engine: Submission },
): readonly string[] {
  const isReferred = createReferenceTest(evidence)
  const named = new Set(entitiesOf(engine))
  const isNamed = (entity: EntityId) => named.has(entity) || isReferred(entity)
  const unknown = [...new Set(entitiesOf(submission))].filter((entity) => !isNamed(entity))
  return [
    ...unknown.map((entity) => `no record refers to ${entity} as to an object`),
    ...submission.rootCauses.flatMap((claim) => receiptReasons(claim, evidence)),
    ...textReasons(submission, isNamed),
  ]
}

function entitiesOf({ rootCauses, alternatives, ruledOut }: Submission): readonly EntityId[] {
  const claimed = [...rootCauses, ...alternatives, ...ruledOut].map(({ entity }) => entity)
  return [...claimed, ...rootCauses.flatMap(({ propagation, explains }) => [...propagation, ...explains])]
}

/** A cause needs a line of a record that is about it, and no line may come from a text that tells its reader what to do. */
function receiptReasons(claim: Claim, evidence: readonly Evidence[]): readonly string[] {
  const citations = claim.for.flatMap((argument) => argument.citations)
  const rows = citations.flatMap((citation) => rowOf(citation, evidence) ?? [])
  const steered = rows.filter(({ row }) => instructionLike(row).length > 0)
  const own = rows.some((found) => namesEntity(claim.entity, found)) || rows.length === 0
  return [
    ...steered.map(({ row }) => `${row.locator} is a text that addresses its reader; it proves nothing`),
    ...(own ? [] : [`${claim.entity}: none of the cited records is about it`]),
  ]
}

/** The row that a citation points at, with the kind of reading it stands in; null when there is none, which the gate says itself. */
export function rowOf({ evidenceId, locator }: Citation, evidence: readonly Evidence[]) {
  const entry = evidence.find(({ id }) => id === evidenceId)
  const rows = entry ? rowsOf<Readonly<Record<string, unknown>> & { readonly locator: string }>(entry.reading) : []
  const row = rows.find((one) => one.locator === locator)
  return entry && row ? { kind: entry.query.kind, row } : null
}

function textReasons(submission: Submission, isNamed: (entity: EntityId) => boolean): readonly string[] {
  const sentences = sentencesOf(submission)
  const named = [...new Set(sentences.flatMap((text) => text.match(ENTITY_IN_TEXT) ?? []))] as EntityId[]
  const unknown = named.filter((entity) => !isNamed(entity)).map((entity) => `a sentence names ${entity}, which no reading names`)
  const isHidden = [...sentences, ...entitiesOf(submission)].some((text) => INVISIBLE.test(text))
  return isHidden ? [...unknown, 'a sentence or a name contains invisible characters'] : unknown
}

function sentencesOf({ summary, reasons, rootCauses, alternatives, ruledOut }: Submission): readonly string[] {
  const claims = [...rootCauses, ...alternatives]
  return [
    summary,
    ...reasons,
    ...claims.flatMap((claim) => [...claim.for, ...claim.against].map(({ text }) => text)),
    ...alternatives.map(({ wouldTellApart }) => wouldTellApart),
    ...ruledOut.map(({ because }) => because),
  ]
}
