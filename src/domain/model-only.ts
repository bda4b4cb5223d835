import type { Argument } from './evidence.ts'
import type { WhyPart } from './submission.ts'

/** What decided about a candidate that only a model names: nothing that the engine weighs, so it adds nothing to any sum. */
export const MODEL_ONLY_WHY: readonly WhyPart[] = [{ feature: 'model_only', value: 1, weight: 0, citations: [] }]

/** What such a rival lacks. */
export const MODEL_ONLY_MISSING: readonly Argument[] = [
  { text: 'The engine found no trace of it that it could weigh; only the model names it.', citations: [] },
]
