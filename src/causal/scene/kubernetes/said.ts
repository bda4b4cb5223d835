import type { EntityId } from '../../../domain/entity.ts'
import { rowsHeld, type Held } from '../cite.ts'
import type { Facts } from '../facts.ts'
import type { ObjectHistory } from '../object-history.ts'
import { isGoneSince } from './object-presence.ts'
import { saidByState } from './said-by-state.ts'

/** An event, or a state that says what an event would; `record` is what holds it, where that is no event. */
export interface HeldEvent extends Held<'kubernetes_events'> {
  readonly record?: Held<'object_versions'>
}

/** What the cluster says of its objects, without those that are gone; newest last. */
export interface Said {
  readonly all: readonly HeldEvent[]
  about(entity: EntityId): readonly HeldEvent[]
}

const NOTHING: readonly HeldEvent[] = []

/** Gathers it once: mechanisms ask of every pod. States come in when the events that said the same are gone. */
export function gatherSaid(facts: Facts, objects: ObjectHistory): Said {
  const states = objects
    .current()
    .flatMap((record) => saidByState(record).map((row): HeldEvent => ({ evidenceId: record.evidenceId, row, record })))
  const all = [...states, ...rowsHeld(facts, 'kubernetes_events')]
    .filter(({ row }) => !isGoneSince(row.entity, row.lastAt ?? row.firstAt, objects))
    .toSorted((a, b) => timeOf(a) - timeOf(b))
  const byEntity = Map.groupBy(all, ({ row }) => row.entity)
  return { all, about: (entity) => byEntity.get(entity) ?? NOTHING }
}

function timeOf({ row }: HeldEvent): number {
  return (row.lastAt ?? row.firstAt)?.getTime() ?? 0
}
