import type { Argument, Citation, Evidence } from '../domain/evidence.ts'
import { isQuotedFrom } from '../domain/quotation.ts'
import { rowsOf } from '../domain/reading.ts'
import type { Claim, Submission, WhyPart } from '../domain/submission.ts'
import { LOOK_BACK_SECONDS, shiftSeconds } from '../domain/time-window.ts'
import { createNameTest } from './named-entities.ts'

/** Every reason why the submission cannot pass; empty when it can. In the order of the submission. */
export function checkSubmission(submission: Submission, evidence: readonly Evidence[]): readonly string[] {
  return [
    ...outcomeReasons(submission),
    ...citationReasons(submission, evidence),
    ...entityReasons(submission, evidence),
    ...submission.rootCauses.flatMap((claim) => [...claimReasons(claim, submission, evidence), ...hearsayReasons(claim, evidence)]),
    ...independenceReasons(submission.rootCauses),
    ...untoldReasons(submission),
  ]
}

function outcomeReasons({ outcome, rootCauses, reasons }: Submission): readonly string[] {
  if (outcome === 'diagnosis') return rootCauses.length > 0 ? [] : ['a diagnosis names at least one root cause']
  const named = rootCauses.length > 0 ? [`${outcome} names no root cause`] : []
  return reasons.length > 0 ? named : [...named, `${outcome} says why`]
}

function citationReasons(submission: Submission, evidence: readonly Evidence[]): readonly string[] {
  const byId = new Map(evidence.map((entry) => [entry.id as string, entry]))
  return [...new Set(allCitations(submission).flatMap((citation) => citationReason(citation, byId) ?? []))]
}

function allCitations({ rootCauses, alternatives, ruledOut, proposedActions }: Submission): readonly Citation[] {
  const statements = [...rootCauses, ...alternatives].flatMap((claim) => [...claim.for, ...claim.against])
  const decisions = [...rootCauses, ...alternatives].flatMap(({ why }) => why)
  const missing = alternatives.flatMap((rival) => rival.missing)
  return [...statements, ...ruledOut, ...proposedActions, ...decisions, ...missing].flatMap(({ citations }) => citations)
}

/** Why a candidate won and what the others lack is part of the answer. */
function untoldReasons({ rootCauses, alternatives }: Submission): readonly string[] {
  const undecided = [...rootCauses, ...alternatives].filter(({ why }) => why.length === 0)
  const unlacking = alternatives.filter(({ missing }) => missing.length === 0)
  const unsound = [...rootCauses, ...alternatives].filter(({ why }) => !why.every(isNumeric))
  return [
    ...undecided.map(({ entity }) => `${entity}: what decided about it is not said`),
    ...unsound.map(({ entity }) => `${entity}: a feature that decided is no number`),
    ...unlacking.map(({ entity }) => `${entity}: what it would have had to show is not said`),
  ]
}

function isNumeric({ value, weight }: WhyPart): boolean {
  return Number.isFinite(value) && Number.isFinite(weight)
}

function citationReason({ evidenceId, locator, quote, role }: Citation, byId: ReadonlyMap<string, Evidence>): string | null {
  const entry = byId.get(evidenceId)
  if (entry === undefined) return `${evidenceId} is no evidence of this investigation`
  const rows = rowsOf<{ readonly locator: string }>(entry.reading as never).filter((row) => row.locator === locator)
  if (rows.length === 0) return `${evidenceId} has no record ${locator}`
  if (entry.source === 'people' && (role === 'change' || role === 'mechanism'))
    return `${evidenceId} is what somebody said, which shows no ${role}`
  return rows.some((row) => isQuotedFrom(quote, row)) ? null : `"${quote}" does not stand in ${evidenceId}, record ${locator}`
}

function entityReasons(submission: Submission, evidence: readonly Evidence[]): readonly string[] {
  const isNamed = createNameTest(evidence)
  const { rootCauses, alternatives, ruledOut } = submission
  const entities = [...rootCauses, ...alternatives, ...ruledOut].map(({ entity }) => entity)
  const around = [...rootCauses.flatMap(({ propagation }) => propagation), ...ruledOut.flatMap(({ explainedBy }) => explainedBy ?? [])]
  return [...new Set([...entities, ...around])].filter((entity) => !isNamed(entity)).map((entity) => `no reading names ${entity}`)
}

function claimReasons(claim: Claim, submission: Submission, evidence: readonly Evidence[]): readonly string[] {
  const known = new Set(evidence.map(({ id }) => id))
  const unknown = claim.disconfirmingReads
    .filter((id) => !known.has(id))
    .map((id) => `${claim.entity}: ${id} is no evidence of this investigation`)
  const untested = claim.disconfirmingReads.length === 0 ? [`${claim.entity}: no read was made that could prove it wrong`] : []
  const uncited = isUncited(claim.for) ? [`${claim.entity}: a claim needs a receipt for every sentence`] : []
  return [...unknown, ...untested, ...uncited, ...timeReasons(claim, submission.window)]
}

/** People's words may support a cause; they never carry one. */
function hearsayReasons(claim: Claim, evidence: readonly Evidence[]): readonly string[] {
  const said = new Set(evidence.filter(({ source }) => source === 'people').map(({ id }) => id))
  const cited = claim.for.flatMap(({ citations }) => citations)
  const isHearsay = cited.length > 0 && cited.every(({ evidenceId }) => said.has(evidenceId))
  return isHearsay ? [`${claim.entity}: only statements speak for it, no reading does`] : []
}

function isUncited(statements: readonly Argument[]): boolean {
  return statements.length === 0 || statements.some(({ citations }) => citations.length === 0)
}

function timeReasons({ entity, since }: Claim, { start, end }: Submission['window']): readonly string[] {
  if (since === null) return []
  if (start === null || end === null) return [`${entity}: ${since.toISOString()} cannot be compared with recordings that have no clock`]
  const isOutside = since < shiftSeconds(start, -LOOK_BACK_SECONDS) || since > end
  return isOutside ? [`${entity}: ${since.toISOString()} lies outside the look-back window`] : []
}

/** Two causes pass together only when neither merely reacts to the other and each is shown by quotes of its own. */
function independenceReasons(claims: readonly Claim[]): readonly string[] {
  return claims.flatMap((claim, index) => {
    const repeated = claims.slice(0, index).some(({ entity }) => entity === claim.entity) ? [`${claim.entity} is named twice`] : []
    const others = claims.filter((other) => other !== claim && other.entity !== claim.entity)
    const explaining = others.find((other) => other.explains.includes(claim.entity) && !hasOwnProof(claim, other))
    const same = others.find((other, at) => claims.indexOf(other) < index && at >= 0 && !hasOwnProof(claim, other))
    if (explaining) return [...repeated, `${claim.entity} is explained by ${explaining.entity} and has no evidence of its own mechanism`]
    return same ? [...repeated, `the evidence does not separate ${claim.entity} from ${same.entity}`] : repeated
  })
}

/** True when a quote of a change or a mechanism carries this claim and not the other. */
function hasOwnProof(claim: Claim, other: Claim): boolean {
  const taken = new Set(proofs(other))
  return proofs(claim).some((proof) => !taken.has(proof))
}

function proofs(claim: Claim): readonly string[] {
  const citations = claim.for.flatMap((argument) => argument.citations)
  return citations
    .filter(({ role }) => role === 'change' || role === 'mechanism')
    .map(({ evidenceId, locator, quote }) => `${evidenceId} ${locator} ${quote}`)
}
