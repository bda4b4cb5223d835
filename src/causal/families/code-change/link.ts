import type { EntityId } from '../../../domain/entity.ts'
import { EFFECTS } from './effects.ts'
import { fitAt, type FitInput, type Link } from './fit.ts'
import type { HazardKind } from '../../../diffs/hazard.ts'
import type { Symptom } from '../../scene/symptoms/symptom.ts'

export interface LinkInput extends FitInput {
  /** Services that call, or depend on, the given one. */
  readonly callersOf: (service: EntityId) => readonly EntityId[]
}

/** A fault seen only at a caller is less sure to be this one. */
const AT_CALLER = 0.6
/** Data that is read wrongly is less sure to be of this writer. */
const AT_READER = 0.75
/** What fills a store that everybody writes to shows there when it is shipped, whatever it is called. */
const FILLING: ReadonlySet<HazardKind> = new Set(['cardinality_raised', 'log_volume_raised'])
/** What a reader must share with the diff in words, for it is tied to the writer by nothing else. */
const LEAST_READER_WORDS = 0.3
/** Part of `amounts` from which a departure just after the deploy ties whoever shares the store. */
const ALIGNED_AMOUNTS = 0.8

/** How well the symptoms fit the hazard; null when nothing does: wrong place, wrong time, or no symptom of its kind. */
export function linkOf(input: LinkInput): Link | null {
  const { service } = input.shipment
  const travels = EFFECTS[input.hazard.kind].travels === true
  const callers = input.callersOf(service).filter((caller) => caller !== service)
  const others = callers.map((caller) => fitAt(input, caller, { nearness: travels ? AT_READER : AT_CALLER }))
  const readers = travels ? readersOf(input, [service, ...callers]) : []
  const found = [fitAt(input, service, { nearness: 1 }), ...others, ...readers, ...amplified(input)].filter((link) => link !== null)
  return found.sort((a, b) => b.score - a.score)[0] ?? null
}

/** Services behind the changed one that are asked more since: the pain is theirs, the cause with their caller. */
function amplified(input: LinkInput): readonly (Link | null)[] {
  const { service, at } = input.shipment
  const seenAt = Map.groupBy(input.symptoms, ({ unit }) => unit)
  const own = seenAt.get(service) ?? []
  const called = [...seenAt].filter(([entity]) => entity !== service && input.callersOf(entity).includes(service))
  const pressed = called.filter(([, behind]) => isAmplified(input.hazard.kind, { own, behind }, at))
  return pressed.map(([entity]) => fitAt(input, entity, { nearness: 1, isTraced: true }))
}

/** Other services that show the very symptom and speak of what the diff touches. */
function readersOf(input: LinkInput, nearer: readonly EntityId[]): readonly Link[] {
  const far = [...new Set(input.symptoms.map(({ unit }) => unit))].filter((entity) => !nearer.includes(entity))
  const links = far.flatMap((entity) => fitAt(input, entity, { nearness: AT_READER }) ?? [])
  return links.filter(({ parts, hazard }) => {
    const isTied = parts.words >= LEAST_READER_WORDS || (FILLING.has(hazard.kind) && parts.amounts >= ALIGNED_AMOUNTS)
    return parts.what === 1 && isTied && hazard.clarity >= 0.5
  })
}

/** Below this factor a change of traffic is a matter of the hour. */
const LEAST_FACTOR = 2
/** A new client reaches its users within this time (minutes), and clocks differ by the time before it. */
const ARRIVES_MINUTES = { before: 1.5, after: 30 }
/** True when the load at one that it calls (`behind`) rose after the change was shipped while the changed service itself was asked no more than before. */
export function isAmplified(kind: HazardKind, { own, behind }: Record<'own' | 'behind', readonly Symptom[]>, shippedAt: Date): boolean {
  return EFFECTS[kind].asksMore === true && risesAfter(behind, shippedAt) && !risesAfter(own, shippedAt)
}

function risesAfter(symptoms: readonly Symptom[], shippedAt: Date): boolean {
  return symptoms.some(
    ({ departure, about, since }) =>
      departure !== null && about.has('traffic') && departure.to >= LEAST_FACTOR * departure.from && isInTime(since, shippedAt),
  )
}

function isInTime(since: Date | null, shippedAt: Date): boolean {
  if (since === null) return false
  const minutes = (since.getTime() - shippedAt.getTime()) / 60_000
  return minutes >= -ARRIVES_MINUTES.before && minutes <= ARRIVES_MINUTES.after
}
