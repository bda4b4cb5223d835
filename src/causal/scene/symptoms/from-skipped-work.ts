import { citeSamples } from '../cite-samples.ts'
import { skippedWork } from '../skipped-work.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

/** Requests that end before the work that each of them used to do: the service fails them, also where nobody recorded which calls failed. */
export function skippedWorkSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const found = skippedWork(sources.facts, sources.calmUntil).filter(({ service }) => sources.isInScope(service))
  const first = [...new Map(found.toReversed().map((one) => [one.service, one])).values()]
  return first.map((one) =>
    symptomFrom('call', {
      kind: 'error_rate',
      entity: one.service,
      since: one.since,
      strength: Math.min(0.9, 0.4 + (1 - one.done / one.requests) / 2),
      text: `${one.requests - one.done} of ${one.requests} requests to ${one.service} end before ${one.what}, which each of them did before`,
      citations: citeSamples(one.held, one.field, one.index),
    }),
  )
}
