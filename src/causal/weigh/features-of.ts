import { beginningOf, type Candidate } from './explain.ts'
import type { Signal } from '../scene/signal.ts'
import { isAfterChange } from './trace.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import { sourceThatWouldShow } from './why/would-be-seen.ts'
import type { CandidateFeature } from './feature.ts'
import type { Field } from './field.ts'

/** Everything that is weighed of a candidate but its time, which `delayMinutes` holds as it is: its density is a part of what is fitted. */
export interface Described {
  readonly values: Readonly<Record<Exclude<CandidateFeature, 'delay'>, number>>
  /** From a change to the first symptom that it explains; negative when it came later, null where there is no change or one of the two has no time. */
  readonly delayMinutes: number | null
  /** Who hurts it without being hurt by it, those whose failure a record states first. */
  readonly hurtBy: readonly Candidate[]
  /** What callers say that names what it hurts. */
  readonly namedIn: readonly Signal[]
}

/** Places at which effects are looked for; a fault of a node has hundreds and would be judged by the average of its pods. */
const MAX_PLACES = 3
/** Kinds of effect from which on more say nothing: a share of all would judge families by the length of their lists, which hold alternatives. */
const KINDS_IN_FULL = 3
/** Halvings from which on a fit says no more. */
const MOST_HALVINGS = 5
const MS_PER_MINUTE = 60_000
const SECONDS_PER_MINUTE = 60

/** A candidate in numbers. Pure; the field is that of all candidates of the incident. */
export function describeCandidate(candidate: Candidate, field: Field): Described {
  const { proposal, direct } = candidate
  const { basis } = proposal
  const seenAfter = delayOf(candidate, field)
  const isTimed = isOfChange(proposal)
  const isLate = seenAfter !== null && seenAfter < -THRESHOLDS.lagSeconds / SECONDS_PER_MINUTE
  const { namedIn, share: named } = namedShare(candidate, field)
  const hurtBy = thoseWhoHurt(candidate, field)
  return {
    delayMinutes: isTimed ? seenAfter : null,
    hurtBy,
    namedIn,
    values: {
      trace_stated: flag(basis === 'witnessed'),
      trace_changed: flag(basis === 'changed'),
      trace_measured: flag(basis === 'measured'),
      trace_odd: flag(basis === 'static'),
      trace_numbers_after_change: flag(isAfterChange(proposal)),
      reason_unknown: flag(proposal.isReasonUnknown === true),
      fit: Math.min(MOST_HALVINGS, -Math.log2(proposal.fit ?? 1)) + 0,
      afterwards: flag(isTimed && isLate),
      late: flag(!isTimed && isLate),
      undated: flag(seenAfter === null),
      ended: flag(hasEndedInVain(candidate)),
      direct: flag(direct.length > 0),
      ...effectShares(candidate, field),
      strongest: Math.max(0, ...direct.map(({ strength }) => strength)),
      coverage: candidate.coverage,
      named,
      suffers: flag(hurtBy.length > 0),
      suffers_traced: flag(hurtBy.some((other) => other.proposal.basis !== 'inferred' || isAfterChange(other.proposal))),
      suffers_stated: flag(hurtBy.some((other) => other.proposal.basis === 'witnessed')),
      common: basis === 'static' ? Math.log(field.counts.get(proposal.mechanism) ?? 1) : 0,
      uncaused: flag(proposal.isUncaused === true),
      people: Math.log2(candidate.people),
    },
  }
}

function flag(isSo: boolean): 0 | 1 {
  return isSo ? 1 : 0
}

/** The time of a change or an oddity is its own; that of numbers, and of an event that states a failure, is when the harm was seen. */
function isOfChange(proposal: Candidate['proposal']): boolean {
  return proposal.basis === 'changed' || proposal.basis === 'static' || isAfterChange(proposal)
}

function delayOf({ proposal: { since }, explained }: Candidate, { scene }: Field): number | null {
  const began = beginningOf(explained, scene.onset)
  return since === null || began === null ? null : (began.getTime() - since.getTime()) / MS_PER_MINUTE
}

function hasEndedInVain({ proposal: { endedAt = null }, explained }: Candidate): boolean {
  return endedAt !== null && explained.some(({ strength, until }) => strength >= THRESHOLDS.slight && (until === null || until > endedAt))
}

function effectShares(
  { proposal: { victims, musts = [], mustNots = [] }, direct }: Candidate,
  { scene: { graph }, symptoms, read }: Field,
): Pick<Described['values'], 'seen' | 'missing' | 'contrary'> {
  const places = [...new Set(victims.map((victim) => graph.unitOf(victim)))].slice(0, MAX_PLACES)
  const seen = new Set(direct.map(({ kind }) => kind))
  const missing = musts.filter((kind) => !seen.has(kind) && places.some((unit) => sourceThatWouldShow(kind, unit, read) !== null))
  const isContrary = ({ kind, strength, entity }: Signal) =>
    mustNots.includes(kind) && strength >= THRESHOLDS.slight && places.includes(graph.unitOf(entity))
  return {
    seen: Math.min(1, seen.size / KINDS_IN_FULL),
    missing: missing.length / Math.max(1, musts.length),
    contrary: flag(symptoms.some(isContrary)),
  }
}

/** Of the callers that complain of a call, those that name what the candidate hurts. */
function namedShare({ reach }: Candidate, { complaints }: Field): { readonly namedIn: readonly Signal[]; readonly share: number } {
  const namedIn = [...complaints.values()].flatMap((own) => own.find(({ entity }) => reach.of(entity) === 'victim') ?? [])
  return { namedIn, share: namedIn.length / Math.max(1, complaints.size) }
}

/** What people took away in vain, or felt before it came, hurts nobody. */
function thoseWhoHurt(candidate: Candidate, { candidates }: Field): readonly Candidate[] {
  const hurting = candidates.filter((other) => other.people >= 1 && hurts(other, candidate) && !hurts(candidate, other))
  const isStated = ({ proposal }: Candidate) => proposal.basis === 'witnessed'
  return [...hurting.filter(isStated), ...hurting.filter((other) => !isStated(other))]
}

function hurts({ proposal, direct, reach }: Candidate, other: Candidate): boolean {
  if (direct.length === 0 || proposal.entity === other.proposal.entity) return false
  const reached = reach.of(other.proposal.entity)
  return reached === 'victim' || reached === 'caller'
}
