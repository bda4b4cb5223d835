import { citeSamples, momentAt } from '../cite-samples.ts'
import { hotWorkloads } from '../hot-workloads.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

/** Workloads that use up their processor at the end of the data, also when the time before was restless. */
export function hotWorkloadSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  return hotWorkloads(sources.facts, sources.graph).map(({ held, unit, from, to, index }) =>
    symptomFrom('metric', {
      kind: 'saturation',
      entity: unit,
      since: momentAt(held.row, index),
      strength: Math.min(0.9, 0.3 + to / 2),
      text: `${unit} uses ${Math.round(to * 100)} % of its processor, before ${Math.round(from * 100)} %`,
      citations: citeSamples(held, 'values', index),
    }),
  )
}
