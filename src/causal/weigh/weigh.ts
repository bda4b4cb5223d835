import type { EntityId } from '../../domain/entity.ts'
import type { Candidate } from './explain.ts'
import { describeCandidate, type Described, isEndedByPeople, overFor } from './features-of.ts'
import type { Field } from './field.ts'
import { CANDIDATE_WEIGHTS, NONE_WEIGHTS } from './weights.ts'
import { isClear, harmIn, type Symptom } from '../scene/symptoms/symptom.ts'
import { declaredStart } from '../scene/onset.ts'
import type { NoneFeature } from './feature.ts'

export type CandidateValues = Described['values']

/** A candidate with everything that was weighed of it. */
export interface Weighed extends Candidate {
  readonly values: CandidateValues
  readonly hurtBy: Described['hurtBy']
  readonly namedIn: Described['namedIn']
  /** Sum of value times weight, in nats; the higher of two is the more likely. */
  readonly logit: number
  /** Of being the cause, 0 to 1; with those of all others and of none of them it sums to 1. */
  readonly probability: number
}

export interface Weighing {
  /** Most likely first. */
  readonly candidates: readonly Weighed[]
  /** Logit of the answer that none of them is the cause. */
  readonly noneLogit: number
  /** Its probability, 0 to 1; 1 without any candidate. */
  readonly none: number
}

/**
 * The probability of each candidate and of "none of these": a conditional logit over all of them, whose weights were fitted on labelled incidents. The only
 * place that decides between candidates. Pure. Derivation: docs/decisions/0017.
 */
export function weigh(field: Field): Weighing {
  const described = field.candidates.map((candidate) => {
    const own = describeCandidate(candidate, field)
    return { ...candidate, ...own, logit: logitOf(own.values) }
  })
  const shared = sharedAmong(described, sumOf(describeNone(field), NONE_WEIGHTS))
  return { ...shared, candidates: shared.candidates.toSorted(byProbability) }
}

/** All of the probability, by logit, in the order of the candidates. */
function sharedAmong(candidates: readonly Omit<Weighed, 'probability'>[], noneLogit: number): Weighing {
  const total = sumOfPowers([noneLogit, ...candidates.map(({ logit }) => logit)])
  const shareOf = (logit: number) => Math.exp(logit) / total
  return { candidates: candidates.map((one) => ({ ...one, probability: shareOf(one.logit) })), noneLogit, none: shareOf(noneLogit) }
}

/** That an entity is the cause in whichever way, 0 to 1: which of its mechanisms is the right one is a question of its own. */
export function probabilityOf(entity: EntityId, { candidates }: Weighing): number {
  return candidates.reduce((sum, { proposal, probability }) => sum + (proposal.entity === entity ? probability : 0), 0)
}

/** The same without some entities, as if nobody had proposed them. */
export function amongWithout(entities: ReadonlySet<EntityId>, { candidates, noneLogit }: Weighing): Weighing {
  return sharedAmong(
    candidates.filter(({ proposal }) => !entities.has(proposal.entity)),
    noneLogit,
  )
}

export function logitOf(values: CandidateValues): number {
  return sumOf(values, CANDIDATE_WEIGHTS)
}

function sumOf(values: object, weights: Readonly<Record<string, number>>): number {
  return Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (Reflect.get(values, name) ?? 0), 0)
}

/** What the shares of a logit are taken of. Logits lie within some tens, far from where powers overflow. */
export function sumOfPowers(logits: readonly number[]): number {
  return logits.reduce((sum, logit) => sum + Math.exp(logit), 0)
}

/** Of two that are as likely, the one that says what it is, then the one that shows more of its effects, then the first by name: the order must not depend on that of the mechanisms. */
function byProbability(a: Weighed, b: Weighed): number {
  return (
    b.logit - a.logit ||
    saysLess(a) - saysLess(b) ||
    b.direct.length - a.direct.length ||
    a.proposal.entity.localeCompare(b.proposal.entity)
  )
}

function saysLess({ proposal }: Weighed): number {
  return Number(proposal.isGeneral === true)
}

/** What speaks for and against the answer that none of the candidates is the cause. */
export function describeNone({ candidates, symptoms, scene, isLeftOver }: Field): Readonly<Record<NoneFeature, number>> {
  return {
    none: 1,
    slight: !symptoms.some(isClear) ? 1 : 0,
    over: candidates.some(isEndedByPeople) ? 0 : overFor(feltElseAll(symptoms), scene),
    declared: declaredStart(scene.facts) === null ? 0 : 1,
    more: isLeftOver ? 1 : 0,
  }
}

/** What users feel, all of it where they feel none: what is wrong besides with what nobody uses goes on for weeks. */
function feltElseAll(symptoms: readonly Symptom[]): readonly Symptom[] {
  const harm = harmIn(symptoms).filter(({ kind }) => kind !== 'traffic_drop')
  return harm.length > 0 ? harm : symptoms
}
