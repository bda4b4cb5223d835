import { NONE_FEATURES } from '../../src/causal/weigh/feature.ts'
import type { Fitted } from './fit-weigher.ts'

/** The module of weights that the engine imports, as it is written. */
export function weightsModule({ weights }: Fitted): string {
  const entries = Object.entries(weights)
  const lines = (isOfNone: boolean) =>
    entries.flatMap(([name, weight]) => (Object.hasOwn(NONE_FEATURES, name) === isOfNone ? [`  ${name}: ${weight},`] : []))
  return `import type { CandidateFeature, NoneFeature } from './feature.ts'

// Written by "npm run fit -- --write"; what it was fitted on and how right it is stands in docs/decisions/0017.

/** Weights of the features of a candidate, in nats for a value of 1. */
export const CANDIDATE_WEIGHTS: Readonly<Record<CandidateFeature, number>> = {
${lines(false).join('\n')}
}

/** Weights of the features of "none of these", on the same scale. */
export const NONE_WEIGHTS: Readonly<Record<NoneFeature, number>> = {
${lines(true).join('\n')}
}
`
}
