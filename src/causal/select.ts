import type { Candidate } from './explain.ts'
import { scoreOf, symptomsOf, weightOf } from './explain.ts'
import type { Scene } from './scene.ts'
import type { Signal, SignalKind } from './signal.ts'
import { THRESHOLDS, WEIGHTS } from './weights.ts'

export interface Selection {
  /** The smallest independent set that explains the symptoms, most likely first; empty when nothing is good enough. */
  readonly causes: readonly Candidate[]
  /** Other candidates in order of score, without those that the causes account for. */
  readonly rivals: readonly Candidate[]
}

/** Fewest parts of the weight of all symptoms that must be left over before a second cause is looked for. */
const LEFT_OVER_SHARE = 0.15

/** A symptom this strong, at the victim of a shown fault and out of reach of the first, is left over whatever share of a large incident it is. */
const PLAIN_STRENGTH = 0.8

/**
 * Picks the causes. One, unless a second candidate has its own evidence of its mechanism and explains symptoms at its victims that the
 * first cannot reach. Naming a further guess never raises the expected precision, so everything else becomes a rival.
 */
export function select(candidates: readonly Candidate[], scene: Scene): Selection {
  const ranked = upstreamFirst(onePerEntity([...candidates].sort(compare)))
  const [first, ...others] = ranked
  if (first === undefined || first.score < THRESHOLDS.leastScore) return { causes: [], rivals: ranked }
  const causes = [first]
  for (const candidate of others) {
    if (isSameAct(candidate, first) || isIndependent(candidate, causes, scene)) causes.push(candidate)
  }
  return { causes, rivals: ranked.filter((candidate) => !causes.includes(candidate)) }
}

function compare(a: Candidate, b: Candidate): number {
  return b.score - a.score || b.direct.length - a.direct.length || a.proposal.entity.localeCompare(b.proposal.entity)
}

/** An entity is named once, with its best mechanism. */
function onePerEntity(ranked: readonly Candidate[]): readonly Candidate[] {
  return ranked.filter((one, index) => ranked.findIndex((other) => other.proposal.entity === one.proposal.entity) === index)
}

/** Scores this close do not tell cause from consequence; then it counts which of the two hurts the other. */
const CLOSE_SCORE = 0.12
/** Scores this close are the same: they differ by the strength of one symptom. */
const TIED_SCORE = 0.02

/**
 * Puts the cause before its consequence where both show their mechanism: a workload that cannot be scheduled is what a preempting pod or a tainted node
 * does to it.
 */
function upstreamFirst(ranked: readonly Candidate[]): readonly Candidate[] {
  const [first] = ranked
  if (first === undefined) return ranked
  const above = ranked.find((one) => one !== first && (isCauseOf(one, first) || isBelow(one, first)))
  return above === undefined ? ranked : [above, ...ranked.filter((one) => one !== above)]
}

function isCauseOf(one: Candidate, first: Candidate): boolean {
  return one.score >= first.score - CLOSE_SCORE && hurts(one, first) && !hurts(first, one)
}

/** Between two that numbers alone speak for equally, the one that the other waits on. */
function isBelow(one: Candidate, first: Candidate): boolean {
  const isGuess = one.proposal.basis === 'inferred' && first.proposal.basis === 'inferred'
  const isTie = one.score >= first.score - TIED_SCORE
  return isGuess && isTie && one.reach.of(first.proposal.entity) === 'caller' && first.reach.of(one.proposal.entity) !== 'caller'
}

function hurts(one: Candidate, other: Candidate): boolean {
  const isShown = one.proposal.basis === 'witnessed' || one.proposal.basis === 'changed'
  const isVictim = one.reach.of(other.proposal.entity) === 'victim' && one.reach.of(one.proposal.entity) !== 'victim'
  return isShown && isVictim && one.direct.length > 0
}

/** Several objects put in place by one act (a set of autoscalers) are one fault with several entities. */
function isSameAct(candidate: Candidate, first: Candidate): boolean {
  const act = first.proposal.act ?? null
  return act !== null && act === (candidate.proposal.act ?? null) && candidate.direct.length > 0
}

function isIndependent(candidate: Candidate, causes: readonly Candidate[], scene: Scene): boolean {
  const { basis } = candidate.proposal
  if (basis !== 'witnessed' && basis !== 'changed') return false
  if (isUncausedBeside(candidate)) return true
  const explained = new Set(causes.flatMap((cause) => cause.explained))
  const symptoms = symptomsOf(scene)
  const leftOver = symptoms.filter((signal) => !explained.has(signal))
  if (scoreOver(candidate, leftOver, scene) < THRESHOLDS.secondCause) return false
  const own = candidate.direct.filter((signal) => !explained.has(signal))
  const isEnough =
    own.some(({ strength }) => strength >= PLAIN_STRENGTH) || weightOf(leftOver, scene) >= LEFT_OVER_SHARE * weightOf(symptoms, scene)
  return isEnough && own.length > 0 && weightOf(own, scene) >= LEFT_OVER_SHARE * weightOf(leftOver, scene)
}

/** States that an unused workload shows as well; they hurt nobody. */
const STANDING_STILL: ReadonlySet<SignalKind> = new Set(['workload_unready', 'no_endpoints'])

/** No other fault brings this about, it came about at the time, and it bites where it would. */
function isUncausedBeside({ proposal, parts, direct }: Candidate): boolean {
  const isNear = proposal.since !== null && parts.order === WEIGHTS.order.before
  return proposal.isUncaused === true && isNear && direct.some(({ kind }) => !STANDING_STILL.has(kind))
}

/** The score as if only what the other causes leave over had happened: two faults far apart each explain a part of everything. */
function scoreOver(candidate: Candidate, leftOver: readonly Signal[], scene: Scene): number {
  const own = candidate.explained.filter((signal) => leftOver.includes(signal))
  const coverage = weightOf(own, scene) / Math.max(weightOf(leftOver, scene), Number.MIN_VALUE)
  return Math.max(candidate.score, scoreOf({ ...candidate.parts, coverage }))
}
