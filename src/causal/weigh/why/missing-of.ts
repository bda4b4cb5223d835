import type { Argument } from '../../../domain/evidence.ts'
import type { Candidate } from '../explain.ts'
import type { Scene } from '../../scene/scene.ts'
import { missingEffects } from './missing-effects.ts'
import { missingHarm } from './missing-harm.ts'
import { missingOrder } from './missing-order.ts'
import { missingTrace } from './missing-trace.ts'

/** Sentences for one rival: what a person reads on a phone before the next one. */
const MAX_MISSING = 4

/**
 * What a rival would have had to show to be the cause and did not, most telling first: its time, its trace, trouble of its own, what it leaves, its effects. Of several
 * `causes` the one counts that explains most of what the rival would. Never empty: a rival that lacks nothing is told with what would tell it apart.
 */
export function missingOf(rival: Candidate, causes: readonly Candidate[], scene: Scene): readonly Argument[] {
  const lead = nearestTo(rival, causes)
  const found = [
    ...missingOrder(rival, lead, scene),
    ...missingTrace(rival, lead),
    ...missingHarm(rival, lead, scene),
    ...missingEffects(rival, scene),
  ]
  if (found.length > 0) return found.slice(0, MAX_MISSING)
  return [{ text: `Nothing that it would show is missing; this would tell them apart: ${rival.proposal.disprovenBy}.`, citations: [] }]
}

/** The first of those that share most symptoms with it; null when nothing was named. */
function nearestTo({ explained }: Candidate, causes: readonly Candidate[]): Candidate | null {
  const own = new Set(explained)
  const shared = (cause: Candidate) => cause.explained.filter((symptom) => own.has(symptom)).length
  return causes.toSorted((a, b) => shared(b) - shared(a))[0] ?? null
}
