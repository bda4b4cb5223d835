import type { Proposal } from './candidate.ts'

/** True when numbers alone place the fault and that very thing was changed just before. */
export function isAfterChange({ basis, for: reasons }: Proposal): boolean {
  return basis === 'inferred' && reasons.some(({ citations }) => citations.some(({ role }) => role === 'change'))
}
