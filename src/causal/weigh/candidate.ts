import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import type { Query } from '../../domain/reading.ts'
import type { ActionProposal } from '../../domain/submission.ts'
import type { SymptomKind } from '../scene/symptoms/symptom.ts'

/** What a family puts forward: this entity, in this way, would produce these symptoms. Not yet weighed against others. */
export interface Proposal {
  readonly entity: EntityId
  /** snake_case, the kind of fault; one family may propose several closely related kinds. */
  readonly mechanism: string
  /** When the condition came about (UTC); null when no reading says. Unknown is not "before the incident". */
  readonly since: Date | null
  /**
   * How the telemetry shows the mechanism itself. `witnessed`: a reading states the failure and its reason (an event naming the
   * quota, a pull error naming the image). `changed`: a change that would do it, seen near onset. `static`: an odd
   * configuration with no time; worth nothing until a matching symptom exists. `measured`: numbers single out this kind of
   * fault at this place (retransmissions of one node, throttling of one workload). `inferred`: numbers alone place it. `recent`: it was
   * changed, and nothing that was read says how that would do it.
   */
  readonly basis: 'witnessed' | 'changed' | 'static' | 'measured' | 'inferred' | 'recent'
  /** 0 to 1: how well what was found fits what is seen, where the family can tell; weighed in halvings. Absent: in full. */
  readonly fit?: number
  /** True where the trace says that something is wrong and not what, so that what was found leaves room for other causes. Absent: false. */
  readonly isReasonUnknown?: boolean
  /** True where it says that an error is new and not what it means: whoever names the fault in the same words says that and more. Absent: false. */
  readonly isGeneral?: boolean
  /** For what has a time of its own: how soon its harm shows, in seconds. Absent for changes: some minutes; for all else: it is dated by its own symptoms. */
  readonly showsWithin?: number
  /** How often the very same happened before and no harm came of it. Absent: never, or nobody knows. */
  readonly harmlessBefore?: number
  /**
   * When its harm was first seen, where that also travels ways that nobody records (topics, tables, a shared disk, load): trouble that
   * begins elsewhere no earlier is then explained by it as well. Absent or null: only along recorded calls.
   */
  readonly spreadsFrom?: Date | null
  /** When the condition may have been taken away again (UTC): then only lasting effects make it a present cause. Absent or null: it stands. */
  readonly endedAt?: Date | null
  readonly for: readonly Argument[]
  readonly against: readonly Argument[]
  /** Where the fault bites first: the services, workloads or nodes that fail because of it, before any propagation. */
  readonly victims: readonly EntityId[]
  /** The kinds of symptom that it may show at its victims: alternatives, none of which has to be seen. */
  readonly effects: readonly SymptomKind[]
  /** Of these, what must show there wherever a reading could show it: without it the fault hurts nobody. Absent: none. */
  readonly musts?: readonly SymptomKind[]
  /** Kinds that cannot be there if this were the fault, because it leaves no room for them. Absent: none. */
  readonly mustNots?: readonly SymptomKind[]
  /** In words, for the rival list: what observation would show this to be wrong. */
  readonly disprovenBy: string
  /** Narrow reads that could disprove it; the investigation makes them for the leading candidates. */
  readonly disconfirmingQueries: readonly Query[]
  /** Proposals with the same act were put in place together and are one fault with several entities; absent for all others. */
  readonly act?: string
  readonly action: ActionProposal | null
}

/** True when numbers alone place the fault and that very thing was changed just before. */
export function isAfterChange({ basis, for: reasons }: Proposal): boolean {
  return basis === 'inferred' && reasons.some(({ citations }) => citations.some(({ role }) => role === 'change'))
}

/** True when something recorded shows the fault itself, or that what has it was changed, and not only what it would do. */
export function hasTrace(proposal: Proposal): boolean {
  return (proposal.basis !== 'inferred' && proposal.basis !== 'recent') || isAfterChange(proposal)
}
