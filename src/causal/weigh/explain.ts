import type { EntityId } from '../../domain/entity.ts'
import type { Citation } from '../../domain/evidence.ts'
import { earliest, shiftSeconds } from '../../domain/time-window.ts'
import type { Proposal } from './candidate.ts'
import { declaredStart } from '../scene/onset.ts'
import { reachFrom, wouldShow, type Reach, type Reached } from './reach.ts'
import type { Scene } from '../scene/scene.ts'
import { isClear, symptomsOf, wasOverBefore, type Symptom } from '../scene/symptoms/symptom.ts'
import { THRESHOLDS } from '../scene/thresholds.ts'

/** A proposal with what it accounts for; `weigh/` makes a probability of it. */
export interface Candidate {
  readonly proposal: Proposal
  readonly reach: Reach
  /** Predicted effects seen where the fault bites. */
  readonly direct: readonly Symptom[]
  /** All symptoms it accounts for, the direct ones included. */
  readonly explained: readonly Symptom[]
  /** Of these, what something recorded connects it to, and not only that it began afterwards. */
  readonly reached: readonly Symptom[]
  /** Share of the weight of all symptoms that is explained, 0 to 1. */
  readonly coverage: number
  /** Share of the weight of all symptoms that something recorded connects it to, 0 to 1. */
  readonly linked: number
  /** The same, with those that use what it uses, a database or a queue, or are used by both. */
  readonly nearby: number
  /** How its time lies to the onset. */
  readonly order: Order
  /** What people's statements do to its odds, as a factor; 1 without any. */
  readonly people: number
  /** What people said of it that has weight; absent when nobody said such a thing. */
  readonly heard?: readonly Citation[]
  /** Somebody in the thread says that it is not the cause; absent when nobody did. */
  readonly isDisputed?: boolean
}

/** `old`: longer ago than most causes take to show. `late`: so little after the first symptom that it may have been seen late. */
export type Order = 'before' | 'unknown' | 'old' | 'late' | 'afterwards'

/** What something did is seen this long after it ended: steps are coarse and rules wait. */
const AFTERMATH_SECONDS = 5 * 60

/**
 * Holds a proposal against the symptoms. Null when none of its effects is observed, at its victims or at those that wait on them: an odd
 * configuration that hurts nobody is not a cause.
 */
export function explain(proposal: Proposal, scene: Scene): Candidate | null {
  if (isYetToCome(proposal, scene)) return null
  const symptoms = symptomsOf(scene)
  const reach = reachFrom(scene.graph, proposal.victims)
  const reached = symptoms.filter((symptom) => accountsFor(proposal, reach, symptom))
  const direct = reached.filter((symptom) => isWhereItBites(reach.of(feltAt(symptom, reach))) && proposal.effects.includes(symptom.kind))
  const felt = reached.filter((symptom) => reach.of(symptom.entity) === 'caller')
  const followers = followersOf(symptoms, reached, proposal.spreadsFrom ?? null)
  const explained = [...reached, ...followers]
  if (isPast(proposal, explained, scene)) return null
  if (direct.length === 0 && felt.length === 0 && explained.length === 0 && proposal.basis !== 'witnessed') return null
  const order = orderOf(proposal, beginningOf(explained, scene.onset))
  const all = Math.max(weightOf(symptoms, scene), Number.MIN_VALUE)
  const coverage = weightOf(explained, scene) / all
  const linked = weightOf(reached, scene) / all
  const nearby = followers.length === 0 ? linked : weightOf([...reached, ...nearOf(followers, proposal, scene)], scene) / all
  return { proposal, reach, direct, explained, reached, coverage, linked, nearby, order, people: 1 }
}

/** Objects keep their history beyond the part that people asked about; what came after it did nothing in it. */
function isYetToCome({ since }: Proposal, { window }: Scene): boolean {
  return since !== null && window !== null && since > shiftSeconds(window.end, THRESHOLDS.lagSeconds)
}

/** A condition that was taken away, and with it everything that it did, is no present cause, unless people say that they mean that time. */
function isPast({ endedAt = null }: Proposal, explained: readonly Symptom[], { facts }: Scene): boolean {
  const clear = explained.filter(isClear)
  return endedAt !== null && declaredStart(facts) === null && clear.every(({ until }) => until !== null)
}

/** What begins elsewhere once the fault bites. */
function followersOf(symptoms: readonly Symptom[], reached: readonly Symptom[], from: Date | null): readonly Symptom[] {
  if (from === null) return []
  return symptoms.filter((symptom) => !reached.includes(symptom) && symptom.since !== null && symptom.since >= from)
}

/** Those that are felt by what it calls, or by whoever waits for that as well. */
function nearOf(followers: readonly Symptom[], { victims }: Proposal, { graph }: Scene): readonly Symptom[] {
  const used = victims.flatMap((victim) => graph.from(graph.unitOf(victim), 'calls'))
  const near = reachFrom(graph, used)
  return followers.filter(({ entity }) => isNear(near.of(entity)))
}

function isNear(reached: Reached | null): boolean {
  return reached === 'victim' || reached === 'caller'
}

function isWhereItBites(reached: Reached | null): boolean {
  return reached === 'victim' || reached === 'namespace'
}

function accountsFor(proposal: Proposal, reach: Reach, symptom: Symptom): boolean {
  if (wasOverBefore(symptom, proposal.since) || beganAfter(symptom, proposal.endedAt ?? null)) return false
  const reached = reach.of(feltAt(symptom, reach))
  return reached !== null && wouldShow(symptom.kind, reached, proposal.effects)
}

/** Where a symptom is felt: what a victim sees of others, as that it reaches them no more, at the victim. */
export function feltAt({ entity, seenBy }: Pick<Symptom, 'entity' | 'seenBy'>, reach: Reach): EntityId {
  return seenBy !== undefined && reach.of(seenBy) === 'victim' ? seenBy : entity
}

/** What began well after something had ended is none of its doing. */
function beganAfter({ since }: Symptom, endedAt: Date | null): boolean {
  return since !== null && endedAt !== null && since > shiftSeconds(endedAt, AFTERMATH_SECONDS)
}

/**
 * When that began which a candidate accounts for: the onset, or later when nothing clear of it is as old. Noise that it has no part in must not make a
 * cause look late.
 */
export function beginningOf(explained: readonly Symptom[], onset: Date | null): Date | null {
  const clear = explained.filter(isClear)
  const first = earliest(clear.map(({ since }) => since))
  return first !== null && onset !== null && first > onset ? first : onset
}

/** How the cause's time lies to the onset. Telemetry lags, so a cause may be seen a little after its first symptom. */
function orderOf(proposal: Proposal, onset: Date | null): Order {
  if (proposal.since === null || onset === null) return 'unknown'
  const laterSeconds = (proposal.since.getTime() - onset.getTime()) / 1000
  if (laterSeconds < -THRESHOLDS.oldSeconds) return 'old'
  if (laterSeconds <= THRESHOLDS.lagSeconds) return 'before'
  return laterSeconds <= THRESHOLDS.lateSeconds ? 'late' : 'afterwards'
}

/**
 * Total weight of symptoms: each kind counts once per unit, by the square of its strongest, so that neither a chatty source nor many slight departures
 * decide.
 */
function weightOf(symptoms: readonly Symptom[], scene: Scene): number {
  const strongest = new Map<string, number>()
  for (const symptom of symptoms) {
    const key = `${scene.graph.unitOf(symptom.entity)} ${symptom.kind}`
    strongest.set(key, Math.max(strongest.get(key) ?? 0, symptom.strength))
  }
  return [...strongest.values()].reduce((total, strength) => total + strength ** 2, 0)
}
