import { citeFirst, rowsHeld } from '../cite.ts'
import { type RawSymptom, symptomFrom, type SymptomSources } from './symptom-sources.ts'

/** One symptom per check that failed: an unreachable port, a unit of a node that does not run. `unknown` is neither health nor failure. */
export function checkSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  return rowsHeld(sources.facts, 'checks')
    .filter(({ row }) => row.state === 'failed')
    .map((held) =>
      symptomFrom('check', {
        kind: held.row.check === 'node_unit' ? 'node_unhealthy' : 'unreachable',
        entity: held.row.entity,
        since: held.row.at,
        strength: 0.9,
        text: `${held.row.check === 'node_unit' ? 'unit' : 'address'} ${held.row.target} failed its check`,
        citations: citeFirst(held, [`state: ${held.row.state}`], { role: 'symptom', at: held.row.at }),
      }),
    )
}

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
