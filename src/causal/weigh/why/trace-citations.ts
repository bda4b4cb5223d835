import type { Citation } from '../../../domain/evidence.ts'
import type { Proposal } from '../candidate.ts'

/** Citations of one part: what a person opens on a phone. */
export const MAX_CITATIONS = 2

/** The records of the fault itself; where there is none, of what points at it. */
export function traceCitations(proposal: Proposal): readonly Citation[] {
  const all = proposal.for.flatMap(({ citations }) => citations)
  const own = all.filter(({ role }) => role === 'change' || role === 'mechanism')
  return (own.length > 0 ? own : all).slice(0, MAX_CITATIONS)
}
