import { citeFirst, rowsHeld } from '../cite.ts'
import { symptomFrom, type RawSymptom, type SymptomSources } from './symptom-sources.ts'

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
