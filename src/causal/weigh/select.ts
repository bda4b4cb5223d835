import { explain, symptomsOf, weightOf, type Candidate } from './explain.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom, SymptomKind } from '../scene/symptoms/symptom.ts'
import { amongWithout, probabilityOf, weigh, type Weighed, type Weighing } from './weigh.ts'

export interface Cause extends Weighed {
  /** Why it stands beside the first; absent for the first. */
  readonly beside?: 'same_act' | 'uncaused' | 'left_over'
  /** Among what it was weighed: everything, or what the causes before it leave over; without the causes that it stands beside. */
  readonly among: Weighing
  /** Probability of that on which it depends, 0 to 1: what explains the left-over is a second cause only if the first is one. */
  readonly given: number
}

export interface Selection {
  /** The smallest independent set that explains the symptoms, most likely first; empty when "none of these" is more likely than any. */
  readonly causes: readonly Cause[]
  /** The other candidates, most likely first, each entity once. */
  readonly rivals: readonly Weighed[]
  readonly among: Weighing
}

/** Least probability of an entity among what the first cause leaves over: a second guess that is wrong spoils a right first. */
const SECOND_FROM = 0.8

/** Fewest parts of the weight of all symptoms that must be left over before a second cause is looked for. */
const LEFT_OVER_SHARE = 0.15

/** A symptom this strong at the victim of a shown fault, which others feel and the first does not reach, is left over whatever share of a large incident it is. */
const PLAIN_STRENGTH = 0.8

/**
 * Picks the causes. One, unless a second candidate has its own evidence of its mechanism and explains symptoms at its victims that the
 * first cannot reach. Naming a further guess never raises the expected precision, so everything else becomes a rival.
 */
export function select(candidates: readonly Candidate[], scene: Scene): Selection {
  const among = weigh(candidates, scene)
  const ranked = onePerEntity(among.candidates)
  const [first, ...others] = ranked
  if (first === undefined || among.none >= first.probability) return { causes: [], rivals: ranked, among }
  const beside = others.flatMap((other) => besideFirst(other, first, among) ?? [])
  const causes = withLeftOver([{ ...first, among, given: 1 }, ...beside].map(besideEachOther), others, scene)
  return { causes, rivals: without(causes, others), among }
}

/** An entity is named once, with its best mechanism. */
function onePerEntity(ranked: readonly Weighed[]): readonly Weighed[] {
  return ranked.filter((one, index) => ranked.findIndex((other) => other.proposal.entity === one.proposal.entity) === index)
}

function without(causes: readonly Cause[], candidates: readonly Weighed[]): readonly Weighed[] {
  const named = new Set(causes.map(({ proposal }) => proposal.entity))
  return candidates.filter(({ proposal }) => !named.has(proposal.entity))
}

/** A cause beside the first whatever that explains; null when it is none. */
function besideFirst(candidate: Weighed, first: Weighed, among: Weighing): Cause | null {
  if (isSameAct(candidate, first)) return { ...candidate, among, given: 1, beside: 'same_act' }
  return isUncausedBeside(candidate) ? { ...candidate, among, given: 1, beside: 'uncaused' } : null
}

/** Causes that stand beside each other are no rivals of each other: each is weighed among what is no cause. */
function besideEachOther(cause: Cause, _: number, causes: readonly Cause[]): Cause {
  const others = causes.flatMap(({ proposal: { entity } }) => (entity === cause.proposal.entity ? [] : [entity]))
  return others.length === 0 ? cause : { ...cause, among: amongWithout(new Set(others), cause.among) }
}

/** Several objects put in place by one act (a set of autoscalers) are one fault with several entities. */
function isSameAct(candidate: Candidate, first: Candidate): boolean {
  const act = first.proposal.act ?? null
  return act !== null && act === (candidate.proposal.act ?? null) && candidate.direct.length > 0
}

/** States that an unused workload shows as well; they hurt nobody. */
const STANDING_STILL: ReadonlySet<SymptomKind> = new Set(['workload_unready', 'no_endpoints'])

/** No other fault brings this about, it came about at the time, and it bites where it would. */
function isUncausedBeside({ proposal, order, direct }: Candidate): boolean {
  const isNear = proposal.since !== null && order === 'before'
  return isShown(proposal) && proposal.isUncaused === true && isNear && direct.some(({ kind }) => !STANDING_STILL.has(kind))
}

/** A record states the fault, or a change that would do it; no mere numbers and no oddity. */
function isShown({ basis }: Candidate['proposal']): boolean {
  return basis === 'witnessed' || basis === 'changed'
}

/** The causes, and those that are as good as proven among what they leave over; each is weighed as if only that had happened. */
function withLeftOver(causes: readonly Cause[], others: readonly Weighed[], scene: Scene): readonly Cause[] {
  const explained = new Set(causes.flatMap((cause) => cause.explained))
  const leftOver = symptomsOf(scene).filter((symptom) => !explained.has(symptom))
  const left = { ...scene, symptoms: leftOver }
  const again = without(causes, others).flatMap((candidate) => explainedAgain(candidate, left))
  // Weighing costs a pass over all rows, and hardly any incident has a candidate that could pass.
  if (!again.some(({ proposal, direct }) => isShown(proposal) && direct.length > 0)) return causes
  const among = weigh(again, left)
  const next = onePerEntity(among.candidates).find((candidate) => isFurther(candidate, { leftOver, among, scene }))
  const [first] = causes
  if (next === undefined || first === undefined) return causes
  const given = probabilityOf(first.proposal.entity, first.among)
  return withLeftOver([...causes, { ...next, among, given, beside: 'left_over' }], others, scene)
}

/** What it accounts for of what is left; what people said of it stands. Empty when it explains nothing of that. */
function explainedAgain({ proposal, people, heard, isDisputed }: Candidate, left: Scene): readonly Candidate[] {
  const again = explain(proposal, left)
  if (again === null || again.explained.length === 0) return []
  return [{ ...again, people, ...(heard === undefined ? {} : { heard }), ...(isDisputed === undefined ? {} : { isDisputed }) }]
}

interface Left {
  readonly leftOver: readonly Symptom[]
  readonly among: Weighing
  readonly scene: Scene
}

function isFurther({ proposal, reach, direct, explained }: Weighed, { leftOver, among, scene }: Left): boolean {
  if (!isShown(proposal) || direct.length === 0 || probabilityOf(proposal.entity, among) < SECOND_FROM) return false
  const isFelt = explained.some(({ entity }) => reach.of(entity) === 'caller')
  const isPlain = isFelt && direct.some(({ strength }) => strength >= PLAIN_STRENGTH)
  const weight = weightOf(leftOver, scene)
  const isEnough = isPlain || weight >= LEFT_OVER_SHARE * weightOf(symptomsOf(scene), scene)
  return isEnough && weightOf(direct, scene) >= LEFT_OVER_SHARE * weight
}
