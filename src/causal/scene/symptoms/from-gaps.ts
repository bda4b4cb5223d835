import { citeSamples } from '../cite-samples.ts'
import { grownGaps, isLasting } from '../network-gaps.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

/** Calls that take much longer at the caller than at the callee: time lost on the way, told of the service that is called. */
export function gapSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  return grownGaps(sources.facts)
    .filter(isLasting)
    .map((gap) =>
      symptomFrom('call', {
        kind: 'latency',
        entity: gap.callee,
        since: gap.since,
        strength: Math.min(1, 0.3 + Math.log10(gap.worstMs / Math.max(gap.usualMs, 1)) / 3),
        text: `calls from ${gap.caller} to ${gap.callee} lose ${Math.round(gap.worstMs)} ms on the way (usually ${Math.round(gap.usualMs)} ms)`,
        citations: citeSamples(gap.held, 'callerP50Ms', gap.index),
      }),
    )
}
