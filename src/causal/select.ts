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
  const causes: [Candidate, ...Candidate[]] = [first]
  const rivals: Candidate[] = []
  for (const candidate of others) {
    const lift = liftBeside(candidate, causes, scene)
    if (lift === null) rivals.push(candidate)
    else causes.push({ ...candidate, lift })
  }
  return { causes, rivals }
}

/** Why a candidate is a cause beside those found so far; null when it is none. */
function liftBeside(candidate: Candidate, causes: readonly [Candidate, ...Candidate[]], scene: Scene): Lift | null {
  if (isSameAct(candidate, causes[0])) return { by: 'same_act', score: causes[0].lift?.score ?? causes[0].score }
  if (!isShown(candidate)) return null
  if (isUncausedBeside(candidate)) return { by: 'uncaused', score: THRESHOLDS.secondCause }
  const score = independentScore(candidate, causes, scene)
  return score === null ? null : { by: 'left_over', score }
}

type Lift = NonNullable<Candidate['lift']>

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
  if (above === undefined) return ranked
  return [{ ...above, lift: { by: 'upstream', score: first.score } }, ...ranked.filter((one) => one !== above)]
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
  const isVictim = one.reach.of(other.proposal.entity) === 'victim' && one.reach.of(one.proposal.entity) !== 'victim'
  return isShown(one) && isVictim && one.direct.length > 0
}

/** A record states the fault, or a change that would do it; no mere numbers and no oddity. */
function isShown({ proposal: { basis } }: Candidate): boolean {
  return basis === 'witnessed' || basis === 'changed'
}

/** Several objects put in place by one act (a set of autoscalers) are one fault with several entities. */
function isSameAct(candidate: Candidate, first: Candidate): boolean {
  const act = first.proposal.act ?? null
  return act !== null && act === (candidate.proposal.act ?? null) && candidate.direct.length > 0
}

/** The score over what the causes leave unexplained; null where that is no fault of its own. */
function independentScore(candidate: Candidate, causes: readonly Candidate[], scene: Scene): number | null {
  const explained = new Set(causes.flatMap((cause) => cause.explained))
  const symptoms = symptomsOf(scene)
  const leftOver = symptoms.filter((signal) => !explained.has(signal))
  const score = scoreOver(candidate, leftOver, scene)
  if (score < THRESHOLDS.secondCause) return null
  const own = candidate.direct.filter((signal) => !explained.has(signal))
  const isEnough =
    own.some(({ strength }) => strength >= PLAIN_STRENGTH) || weightOf(leftOver, scene) >= LEFT_OVER_SHARE * weightOf(symptoms, scene)
  return isEnough && own.length > 0 && weightOf(own, scene) >= LEFT_OVER_SHARE * weightOf(leftOver, scene) ? score : null
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
