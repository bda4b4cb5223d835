import { citeFirst, rowsHeld } from '../cite.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

/** One symptom per span that failed. Examples are not counted, so how much harm it is nobody can tell. */
export function spanSymptoms({ facts }: SymptomSources): readonly RawSymptom[] {
  const failed = rowsHeld(facts, 'span_examples').filter(({ row }) => row.isError)
  return failed.map((held) => {
    const { service, operation, statusMessage, attributes, startedAt } = held.row
    return symptomFrom('span', {
      kind: 'trouble',
      entity: service,
      said: [operation, statusMessage, ...Object.values(attributes)].join(' '),
      since: startedAt,
      strength: 0,
      text: `${operation} failed at ${service}: ${statusMessage}`,
      citations: citeFirst(held, [statusMessage, operation], { role: 'symptom', at: startedAt }),
    })
  })
}
