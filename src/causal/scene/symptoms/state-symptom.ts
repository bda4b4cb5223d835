import { citeFirst } from '../cite.ts'
import type { ObjectVersion } from '../object-history.ts'
import type { SymptomKind } from './symptom.ts'
import { symptomFrom, type RawSymptom } from './symptom-sources.ts'

/** What the newest state of an object shows. `fragments`: where it stands in it, the first that is there is quoted. */
export interface State {
  readonly kind: SymptomKind
  readonly strength: number
  readonly text: string
  readonly fragments: readonly string[]
}

/** A symptom of what an object shows until now, since it was last written (UTC). */
export function stateSymptom(version: ObjectVersion, state: State): RawSymptom {
  const { row } = version
  return symptomFrom('object', {
    kind: state.kind,
    entity: row.entity,
    since: row.changedAt ?? row.firstSeenAt,
    strength: state.strength,
    text: `${row.entity} ${state.text}`,
    citations: citeFirst(version, state.fragments, { role: 'symptom', at: row.lastSeenAt }),
  })
}
