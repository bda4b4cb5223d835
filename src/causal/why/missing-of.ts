import type { Argument } from '../../domain/evidence.ts'
import type { Candidate } from '../explain.ts'
import type { Scene } from '../scene.ts'
import { missingEffects } from './missing-effects.ts'
import { missingHarm } from './missing-harm.ts'
import { missingOrder } from './missing-order.ts'
import { missingTrace } from './missing-trace.ts'

/** Sentences for one rival: what a person reads on a phone before the next one. */
const MAX_MISSING = 4

/**
 * What a rival would have had to show to be the cause and did not, most telling first: its time, its trace, its effects, what it leaves unexplained. `lead` is the cause
 * that was named; null when none was. Never empty: a rival that lacks nothing is told with what would tell it apart.
 */
export function missingOf(rival: Candidate, lead: Candidate | null, scene: Scene): readonly Argument[] {
  const found = [
    ...missingOrder(rival, scene),
    ...missingTrace(rival, lead),
    ...missingHarm(rival, lead, scene),
    ...missingEffects(rival, scene),
  ]
  if (found.length > 0) return found.slice(0, MAX_MISSING)
  return [{ text: `Nothing that it would show is missing; this would tell them apart: ${rival.proposal.disprovenBy}.`, citations: [] }]
}
