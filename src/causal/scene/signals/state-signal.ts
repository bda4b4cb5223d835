import { citeFirst } from '../cite.ts'
import type { ObjectVersion } from '../object-history.ts'
import type { SignalKind } from '../signal.ts'
import type { RawSignal } from './signal-sources.ts'

/** What the newest state of an object shows. `fragments`: where it stands in it, the first that is there is quoted. */
export interface State {
  readonly kind: SignalKind
  readonly strength: number
  readonly text: string
  readonly fragments: readonly string[]
}

/** A signal of what an object shows until now, since it was last written (UTC). */
export function stateSignal(version: ObjectVersion, state: State): RawSignal {
  const { row } = version
  return {
    kind: state.kind,
    entity: row.entity,
    since: row.changedAt ?? row.firstSeenAt,
    until: null,
    strength: state.strength,
    isBackground: false,
    text: `${row.entity} ${state.text}`,
    citations: citeFirst(version, state.fragments, { role: 'symptom', at: row.lastSeenAt }),
  }
}
