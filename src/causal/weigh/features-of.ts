import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { earliest } from '../../domain/time-window.ts'
import { beginningOf, type Candidate } from './explain.ts'
import { isWorkload } from '../scene/kubernetes/fields.ts'
import { latestEnd } from '../scene/background.ts'
import type { Scene } from '../scene/scene.ts'
import { isClear, type Symptom, harmBegan, harmIn } from '../scene/symptoms/symptom.ts'
import { hasTrace, isAfterChange } from './candidate.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'
import { sourceThatWouldShow } from './why/would-be-seen.ts'
import type { CandidateFeature } from './feature.ts'
import { faintness } from './dose.ts'
import type { Field } from './field.ts'

type Values = Readonly<Record<CandidateFeature, number>>

/** Everything that is weighed of a candidate, and what that rests on. */
export interface Described {
  readonly values: Values
  /** Who hurts it without being hurt by it, those whose failure a record states first. */
  readonly hurtBy: readonly Candidate[]
  /** What callers say that names what it hurts. */
  readonly namedIn: readonly Symptom[]
}

/** Places at which effects are looked for; a fault of a node has hundreds and would be judged by the average of its pods. */
const MAX_PLACES = 3
/** Kinds of effect from which on more say nothing: a share of all would judge families by the length of their lists, which hold alternatives. */
const KINDS_IN_FULL = 3
/** What runs, or stands for, a program, beside workloads. */
const PROGRAMS: ReadonlySet<string> = new Set(['Pod', 'Service'])
/** Bases that say when something was changed. */
const CHANGES: ReadonlySet<Candidate['proposal']['basis']> = new Set(['changed', 'recent'])
/** Halvings from which on a fit says no more. */
const MOST_HALVINGS = 5
/** A rollout, a reload or a cache that expires takes minutes. */
const CHANGE_SECONDS = 300
const MS_PER_SECOND = 1000
const MS_PER_MINUTE = 60_000

/** A candidate in numbers. Pure; the field is that of all candidates of the incident. */
export function describeCandidate(candidate: Candidate, field: Field): Described {
  const { proposal, direct } = candidate
  const { basis } = proposal
  const seenAfter = secondsToHarm(candidate, field)
  const isLate = seenAfter !== null && seenAfter < -THRESHOLDS.lagSeconds
  const within = showsWithin(proposal)
  const { namedIn, share: named } = namedShare(candidate, field)
  const hurtBy = thoseWhoHurt(candidate, field)
  return {
    hurtBy,
    namedIn,
    values: {
      trace_stated: flag(basis === 'witnessed'),
      trace_changed: flag(basis === 'changed'),
      trace_measured: flag(basis === 'measured'),
      trace_odd: flag(basis === 'static'),
      trace_numbers_after_change: flag(isAfterChange(proposal)),
      trace_recent: flag(basis === 'recent'),
      reason_unknown: flag(proposal.isReasonUnknown === true),
      fit: Math.min(MOST_HALVINGS, -Math.log2(proposal.fit ?? 1)) + 0,
      delay: within === null || seenAfter === null ? 0 : Math.asinh(Math.max(0, seenAfter) / within),
      returning: Math.log2(1 + (proposal.harmlessBefore ?? 0)),
      afterwards: flag(within !== null && isLate),
      late: flag(within === null && isLate),
      direct: flag(direct.length > 0),
      ...effectShares(candidate, field),
      coverage: field.isUnhurt ? 0 : candidate.linked,
      nearby: field.isUnhurt ? 0 : candidate.nearby - candidate.linked,
      followed: field.isUnhurt ? 0 : candidate.coverage - candidate.nearby,
      passed: isEndedByPeople(candidate) ? 0 : overFor(beyondLess(candidate.explained), field.scene),
      alerted: alertedShare(candidate, field),
      faint: faintness(candidate, field.alarms, field.scene),
      unfelt: flag(candidate.explained.length === 0 && field.symptoms.length > 0 && isCallingKnown(candidate, field)),
      uncalled: flag(harmIn(candidate.explained).length === 0 && isUncalled(candidate, field)),
      ...lengthsOf(candidate, field),
      named,
      suffers: flag(hurtBy.length > 0),
      suffers_traced: flag(hurtBy.some((other) => hasTrace(other.proposal))),
      suffers_stated: flag(hurtBy.some((other) => other.proposal.basis === 'witnessed')),
      common: basis === 'static' ? Math.log(field.counts.get(proposal.mechanism) ?? 1) : 0,
      people: Math.log2(candidate.people),
    },
  }
}

/**
 * Calls were counted, and nobody calls what it hurts, nor the pods of a workload that only they speak of. Of what nothing read speaks of, or is no program of the
 * cluster (a node, a provider), nobody says who calls it.
 */
function isUncalled({ proposal: { victims }, reach }: Candidate, { called, scene: { objects, graph } }: Field): boolean {
  const isProgram = (victim: EntityId) => isWorkload(victim) || PROGRAMS.has(parseEntity(victim).kind)
  const isKnown = (victim: EntityId) => objects.versionsOf(victim).length > 0 || graph.from(victim, 'owns').length > 0
  if (called === null || !victims.every((victim) => isProgram(victim) && isKnown(victim))) return false
  const own = new Set(victims.flatMap((victim) => graph.from(victim, 'owns')).map((owned) => graph.unitOf(owned)))
  return ![...called].some((unit) => reach.of(unit) === 'victim' || own.has(unit))
}

function flag(isSo: boolean): 0 | 1 {
  return isSo ? 1 : 0
}

/**
 * How soon it shows, in seconds, where its time is its own: that of a change, or of what says so. Null where it is dated by its symptoms, as what only
 * numbers place and what states a failure are: then its delay is 0 by construction. The scale of a delay is plain below this and logarithmic far beyond it,
 * because hours differ less than minutes; so its weight is the rate of an exponential distribution.
 */
function showsWithin(proposal: Candidate['proposal']): number | null {
  if (proposal.showsWithin !== undefined) return proposal.showsWithin
  return CHANGES.has(proposal.basis) || isAfterChange(proposal) ? CHANGE_SECONDS : null
}

function secondsToHarm({ proposal: { since }, explained }: Candidate, { scene }: Field): number | null {
  const began = beginningOf(explained, scene.onset)
  return since === null || began === null ? null : (began.getTime() - since.getTime()) / MS_PER_SECOND
}

function effectShares({ proposal, direct }: Candidate, { scene, symptoms, read }: Field): Pick<Values, 'seen' | 'missing' | 'contrary'> {
  const { victims, musts = [], mustNots = [] } = proposal
  const { graph } = scene
  const places = [...new Set(victims.map((victim) => graph.unitOf(victim)))].slice(0, MAX_PLACES)
  const seen = new Set(direct.map(({ kind }) => kind))
  const missing = musts.filter((kind) => !seen.has(kind) && places.some((unit) => sourceThatWouldShow(kind, unit, read) !== null))
  const isContrary = (one: Symptom) => mustNots.includes(one.kind) && isClear(one) && places.includes(graph.unitOf(one.entity))
  return {
    seen: Math.min(1, seen.size / KINDS_IN_FULL),
    missing: missing.length / Math.max(1, musts.length),
    contrary: flag(symptoms.some(isContrary)),
  }
}

/**
 * For how long it was so while nobody felt anything, in doublings of a minute: from when anything of it was wrong where it bites (else what its records say, but for
 * what has a delay) to the harm that it does; where it does none, to the first harm or the beginning of the recording. Where nobody watched, how long it was so says
 * nothing.
 */
function lengthsOf({ proposal, explained, reach }: Candidate, { standing, watchedFrom }: Field): Pick<Values, 'standing' | 'idle'> {
  const old = standing.filter(({ kind }) => proposal.effects.includes(kind))
  const own = [...explained, ...old].filter(({ entity }) => reach.of(entity) === 'victim')
  const from = earliest(own.map((symptom) => symptom.since)) ?? (showsWithin(proposal) === null ? proposal.since : null)
  const felt = harmBegan(explained)
  return { standing: doublings(from, felt), idle: felt === null ? doublings(from, watchedFrom) : 0 }
}

/** For how long all of them have been over, in doublings of a minute; 0 where one goes on, or there is none. */
export function overFor(symptoms: readonly Symptom[], { window }: Scene): number {
  return doublings(latestEnd(symptoms), window?.end ?? null)
}

/** People say what they did, and that it helped: what it did is over because of them, and not by itself. */
export function isEndedByPeople({ people }: Candidate): boolean {
  return people > 1
}

/** Without what is only asked for less: people go home, and that is no harm that goes on. All of them where there is nothing else. */
function beyondLess(symptoms: readonly Symptom[]): readonly Symptom[] {
  const others = symptoms.filter(({ kind }) => kind !== 'traffic_drop')
  return others.length > 0 ? others : symptoms
}

/** Who calls what it hurts, or whom that calls, is recorded: without it nobody could say who feels it. */
function isCallingKnown({ proposal: { victims } }: Candidate, { calling, scene: { graph } }: Field): boolean {
  return victims.some((victim) => calling.has(graph.unitOf(victim)))
}

/** Of the places of which alerts tell, those whose alerts it accounts for; 0 where no alert fired. */
function alertedShare({ reached }: Candidate, { symptoms }: Field): number {
  const units = (those: readonly Symptom[]) => new Set(those.flatMap(({ source, unit }) => (source === 'alert' ? [unit] : [])))
  return units(reached).size / Math.max(1, units(symptoms).size)
}

/** Of the minutes from one moment to the other; 0 where one is not known, or the other came first. */
function doublings(from: Date | null, to: Date | null): number {
  return from === null || to === null ? 0 : Math.log2(1 + Math.max(0, to.getTime() - from.getTime()) / MS_PER_MINUTE)
}

/** Of the callers that complain of a call, those that name what the candidate hurts. */
function namedShare({ reach }: Candidate, { complaints }: Field): { readonly namedIn: readonly Symptom[]; readonly share: number } {
  const namedIn = [...complaints.values()].flatMap((own) => own.find(({ entity }) => reach.of(entity) === 'victim') ?? [])
  return { namedIn, share: namedIn.length / Math.max(1, complaints.size) }
}

/** What people took away in vain, or felt before it came, hurts nobody. */
function thoseWhoHurt(candidate: Candidate, { candidates }: Field): readonly Candidate[] {
  const hurting = candidates.filter(
    (other) => other.people >= 1 && hurts(other, candidate) && !hurts(candidate, other) && !mayHaveBrought(candidate, other),
  )
  const isStated = ({ proposal }: Candidate) => proposal.basis === 'witnessed'
  return [...hurting.filter(isStated), ...hurting.filter((other) => !isStated(other))]
}

/** Something that was changed before all of the other's trouble began, and accounts for it, does not suffer from it. */
function mayHaveBrought({ proposal: { spreadsFrom }, explained }: Candidate, { direct }: Candidate): boolean {
  return spreadsFrom !== undefined && spreadsFrom !== null && direct.every((symptom) => explained.includes(symptom))
}

function hurts({ proposal, direct, reach }: Candidate, other: Candidate): boolean {
  if (direct.length === 0 || proposal.entity === other.proposal.entity) return false
  const reached = reach.of(other.proposal.entity)
  return reached === 'victim' || reached === 'caller' || other.proposal.victims.every((victim) => reach.of(victim) === 'caller')
}
