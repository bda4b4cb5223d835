import type { Candidate } from './explain.ts'
import { WEIGHTS } from './weights.ts'

/**
 * Confidence in a cause, 0 to 1: basis × order × directness × (0.7 + 0.3 coverage) × (0.75 + 0.25 lead), where lead is how far the score stands above
 * the best rival that the cause does not account for. With a whole source missing coverage and lead count as nothing and order as no better than
 * a late cause, because what is missing may hold a rival, an unexplained symptom or an earlier onset; so less data never gives more confidence.
 * `holes` is the weight of what could not be read, 0 to 1: the confidence lies that far between whole and missing.
 * A proposal may name a ceiling of its own. Derivation: docs/decisions/0010 and 0012.
 */
export function confidenceOf(cause: Candidate, rivals: readonly Candidate[], holes: number): number {
  const whole = valueOf(cause, { ...cause.parts, lead: leadOver(cause, rivals) })
  const holed = valueOf(cause, {
    ...cause.parts,
    lead: 0,
    coverage: 0,
    order: Math.min(cause.parts.order, WEIGHTS.confidence.orderWithHole),
  })
  return Math.round((whole + holes * (holed - whole)) * 1000) / 1000
}

function valueOf(cause: Candidate, parts: Candidate['parts'] & { readonly lead: number }): number {
  const trust = WEIGHTS.confidence
  const people = parts.people * (cause.isDisputed ? WEIGHTS.people.disputed : 1)
  const shown = people * parts.basis * parts.order * parts.directness
  const value = shown * share(trust.coverageShare, parts.coverage) * share(trust.leadShare, parts.lead)
  return Math.min(value, trust.ceiling, cause.proposal.ceiling ?? 1)
}

function share(weight: number, part: number): number {
  return 1 - weight + weight * part
}

/** 0 when a rival scores as high, 1 when it scores less than the cause by `fullLead` or there is none. */
function leadOver(cause: Candidate, rivals: readonly Candidate[]): number {
  const rival = rivals.filter((one) => !isAccountedFor(one, cause))[0]
  if (rival === undefined) return 1
  return Math.min(1, Math.max(0, (cause.score - rival.score) / WEIGHTS.confidence.fullLead))
}

/** A rival whose every direct symptom the cause explains, and which has no better basis, is a reaction and no real rival. */
function isAccountedFor(rival: Candidate, cause: Candidate): boolean {
  const explained = new Set(cause.explained)
  return rival.parts.basis < cause.parts.basis && rival.direct.every((signal) => explained.has(signal))
}
