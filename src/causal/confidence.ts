import type { Candidate } from './explain.ts'
import { WEIGHTS } from './weights.ts'

/**
 * Confidence in a cause, 0 to 1: basis × order × directness × (0.7 + 0.3 coverage) × (0.75 + 0.25 lead), where lead is how far the score stands above
 * the best rival that the cause does not account for. With a hole in the telemetry coverage and lead count as nothing and order as no better than
 * a late cause, because what is missing may hold a rival, an unexplained symptom or an earlier onset; so less data never gives more confidence.
 * A proposal may name a ceiling of its own. Derivation: docs/decisions/0010 and 0012.
 */
export function confidenceOf(cause: Candidate, rivals: readonly Candidate[], hasHole: boolean): number {
  const { basis, directness } = cause.parts
  const trust = WEIGHTS.confidence
  const lead = hasHole ? 0 : leadOver(cause, rivals)
  const coverage = hasHole ? 0 : cause.parts.coverage
  const order = hasHole ? Math.min(cause.parts.order, trust.orderWithHole) : cause.parts.order
  const people = cause.parts.people * (cause.isDisputed ? WEIGHTS.people.disputed : 1)
  const value = people * basis * order * directness * share(trust.coverageShare, coverage) * share(trust.leadShare, lead)
  return Math.round(Math.min(value, trust.ceiling, cause.proposal.ceiling ?? 1) * 1000) / 1000
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
