import type { EntityId } from '../../../domain/entity.ts'
import type { Citation } from '../../../domain/evidence.ts'
import { cite, citeFirst, type Held } from '../cite.ts'
import type { Scene } from '../scene.ts'
import { hasRecovered, owningWorkload } from './owning-workload.ts'
import type { HeldEvent } from './said.ts'

export type { HeldEvent } from './said.ts'

/** Events and states whose message matches, newest last, without those about objects that are gone. `about`, when given, keeps those of that object. */
export function findEvents(scene: Scene, message: RegExp, about?: EntityId): readonly HeldEvent[] {
  return (about === undefined ? scene.said.all : scene.said.about(about)).filter(({ row }) => message.test(row.message))
}

/** The same, without those whose object has what it wants by now: controllers retry, and a failure that was got over causes nothing. */
export function findLastingEvents(scene: Scene, message: RegExp): readonly HeldEvent[] {
  return findEvents(scene, message).filter(
    ({ row }) => !hasRecovered(row.entity, scene) && !hasRecovered(owningWorkload(row.entity, scene), scene),
  )
}

/** Failures that a workload, or what it owns, still has, in some words. */
export interface Told {
  readonly workload: EntityId
  /** Newest last. */
  readonly events: readonly HeldEvent[]
  readonly last: HeldEvent
  /** Where the newest says so. */
  readonly match: RegExpExecArray
}

/** Lasting failures in these words, by the workload that people edit. */
export function toldOf(scene: Scene, words: RegExp): readonly Told[] {
  const byWorkload = Map.groupBy(findLastingEvents(scene, words), ({ row }) => owningWorkload(row.entity, scene))
  return [...byWorkload].flatMap(([workload, events]) => {
    const last = events.at(-1)
    const match = words.exec(last?.row.message ?? '')
    return last === undefined || match === null ? [] : [{ workload, events, last, match }]
  })
}

/** Quotes the part of an event's message that is given, else all of it. */
export function quoteEvent(event: HeldEvent, fragment = event.row.message): readonly Citation[] {
  return citeFirst(event.record ?? event, [fragment, `message: ${event.row.message}`], {
    role: 'mechanism',
    at: event.row.lastAt ?? event.row.firstAt,
  })
}

/** Quotes a line of the newest state of an object. */
export function quoteState(held: Held<'object_versions'>, ...fragments: readonly string[]): readonly Citation[] {
  return fragments.flatMap((fragment) => cite(held, fragment, { role: 'mechanism', at: held.row.changedAt })).slice(0, 1)
}

/** First time any of the events was seen; null when none has a time. */
export function firstSeen(events: readonly HeldEvent[]): Date | null {
  return events.reduce<Date | null>(
    (first, { row }) => (row.firstAt !== null && (first === null || row.firstAt < first) ? row.firstAt : first),
    null,
  )
}
