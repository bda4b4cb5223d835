import type { Proposal } from './candidate.ts'

/** True when numbers alone place the fault and that very thing was changed just before. */
export function isAfterChange({ basis, for: reasons }: Proposal): boolean {
  return basis === 'inferred' && reasons.some(({ citations }) => citations.some(({ role }) => role === 'change'))
}

/** True when something recorded shows the fault itself, or that what has it was changed, and not only what it would do. */
export function hasTrace(proposal: Proposal): boolean {
  return (proposal.basis !== 'inferred' && proposal.basis !== 'recent') || isAfterChange(proposal)
}
