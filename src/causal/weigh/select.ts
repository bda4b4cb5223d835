import type { Candidate } from './explain.ts'
import { fieldOf, leftOver, type Field } from './field.ts'
import type { Scene } from '../scene/scene.ts'
import { amongWithout, probabilityOf, weigh, type Weighed, type Weighing } from './weigh.ts'

export interface Cause extends Weighed {
  /** Why it stands beside the first; absent for the first. */
  readonly beside?: 'same_act' | 'left_over'
  /** Among what it was weighed: everything, or what the causes before it leave over; without the causes that it stands beside. */
  readonly among: Weighing
  /** Probability of that on which it depends, 0 to 1: what explains the left-over is a second cause only if the first is one. */
  readonly given: number
}

export interface Selection {
  /** The smallest independent set that explains the symptoms, in the order in which they were found; empty when "none of these" is more likely than any. */
  readonly causes: readonly Cause[]
  /** The other candidates, most likely first, each entity once. */
  readonly rivals: readonly Weighed[]
  readonly among: Weighing
}

/** A further cause must be more likely than not: a second guess that is wrong spoils a right first. */
const FURTHER_FROM = 0.5

/**
 * Picks the causes: the most probable, and what was put in place with it. Then what they leave over is weighed against "nothing more", and a further one is named
 * when it is more likely than not. Everything else becomes a rival.
 */
export function select(candidates: readonly Candidate[], scene: Scene): Selection {
  const field = fieldOf(candidates, scene)
  const among = weigh(field)
  const ranked = entitiesIn(among)
  const [first, ...others] = ranked
  if (first === undefined) return { causes: [], rivals: ranked, among }
  const same = others
    .filter((other) => isSameAct(other, first))
    .map((other) => ({ ...other, among, given: 1, beside: 'same_act' as const }))
  // One act is one answer, however many objects it put in place.
  const likely = [first, ...same].reduce((sum, { proposal }) => sum + probabilityOf(proposal.entity, among), 0)
  if (among.none >= likely) return { causes: [], rivals: ranked, among }
  const causes = withLeftOver([{ ...first, among, given: 1 }, ...same].map(besideEachOther), field)
  const named = new Set(causes.map(({ proposal }) => proposal.entity))
  return { causes, rivals: others.filter(({ proposal }) => !named.has(proposal.entity)), among }
}

/** Each entity once, with its best mechanism, in the order of the sums that people are shown. */
function entitiesIn({ candidates }: Weighing): readonly Weighed[] {
  return [...Map.groupBy(candidates, ({ proposal }) => proposal.entity).values()].flatMap((own) => own.slice(0, 1))
}

/** Causes of one act are no rivals of each other: each is weighed among what is no cause. */
function besideEachOther(cause: Cause, _: number, causes: readonly Cause[]): Cause {
  const others = causes.flatMap(({ proposal: { entity } }) => (entity === cause.proposal.entity ? [] : [entity]))
  return others.length === 0 ? cause : { ...cause, among: amongWithout(new Set(others), cause.among) }
}

/** Several objects put in place by one act (a set of autoscalers) are one fault with several entities. */
function isSameAct(candidate: Candidate, first: Candidate): boolean {
  const act = first.proposal.act ?? null
  return act !== null && act === (candidate.proposal.act ?? null) && candidate.direct.length > 0
}

/** The causes, and those that are more likely than not among what they leave over. */
function withLeftOver(causes: readonly Cause[], field: Field): readonly Cause[] {
  const [first] = causes
  const left = leftOver(causes, field)
  if (first === undefined || left === null) return causes
  const among = weigh(left)
  const [next] = entitiesIn(among)
  if (next === undefined || probabilityOf(next.proposal.entity, among) < FURTHER_FROM) return causes
  const given = probabilityOf(first.proposal.entity, first.among)
  return withLeftOver([...causes, { ...next, among, given, beside: 'left_over' }], field)
}
