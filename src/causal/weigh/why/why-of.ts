import type { Citation } from '../../../domain/evidence.ts'
import type { Feature, WhyPart } from '../../../domain/submission.ts'
import type { Cause } from '../select.ts'
import type { Symptom } from '../../scene/symptoms/symptom.ts'
import { CANDIDATE_FEATURES, type CandidateFeature } from '../feature.ts'
import type { Weighed } from '../weigh.ts'
import { CANDIDATE_WEIGHTS } from '../weights.ts'
import { firstSymptom, strongestFirst, MAX_CITATIONS, traceCitations } from './first-symptom.ts'

/** Digits kept: more would make two machines' answers differ in what nobody reads. */
const DIGITS = 4

/** Traces of which a candidate has exactly one; `trace_numbers`, which all others are compared with, adds nothing. */
const TRACES = ['trace_stated', 'trace_changed', 'trace_measured', 'trace_odd', 'trace_numbers_after_change', 'trace_recent'] as const
/** What else decides, in the order of the features: the trace, its time, its effects, who suffers, what is special. */
const OTHERS = Object.keys(CANDIDATE_FEATURES).filter((name): name is CandidateFeature => !TRACES.some((trace) => trace === name))

/**
 * What was weighed of a candidate: values times weights add up to its logit, which orders the candidates of one answer. What is not so (a value of 0) is left
 * out, but for what is told in any case. Derivation: docs/decisions/0014 and 0017.
 */
export function whyOf(candidate: Weighed | Cause): readonly WhyPart[] {
  const trace = TRACES.find((feature) => candidate.values[feature] !== 0)
  const parts = OTHERS.flatMap((feature) => {
    const part = partOf(feature, candidate)
    return part.value === 0 || part.weight === 0 ? [] : [part]
  })
  return [traceOf(trace, candidate), ...parts, ...besideOf(candidate)]
}

function traceOf(feature: (typeof TRACES)[number] | undefined, candidate: Weighed): WhyPart {
  return feature === undefined
    ? { feature: 'trace_numbers', value: 1, weight: 0, citations: traceCitations(candidate.proposal) }
    : partOf(feature, candidate)
}

function partOf(feature: CandidateFeature, candidate: Weighed): WhyPart {
  return {
    feature,
    value: Number(candidate.values[feature].toFixed(DIGITS)) + 0,
    weight: CANDIDATE_WEIGHTS[feature],
    citations: restsOn(feature, candidate).slice(0, MAX_CITATIONS),
  }
}

/** Why a further cause stands beside the first: that decides nothing between candidates. */
function besideOf(candidate: Weighed | Cause): readonly WhyPart[] {
  const beside = 'beside' in candidate ? candidate.beside : undefined
  if (beside !== 'same_act' && beside !== 'left_over') return []
  return [{ feature: beside, value: 1, weight: 0, citations: traceCitations(candidate.proposal).slice(0, 1) }]
}

function restsOn(feature: Feature, candidate: Weighed): readonly Citation[] {
  switch (feature) {
    case 'delay':
    case 'afterwards':
    case 'late':
    case 'standing':
    case 'idle':
      return [...traceCitations(candidate.proposal).slice(0, 1), ...(firstSymptom(candidate)?.citations.slice(0, 1) ?? [])]
    case 'direct':
    case 'seen':
      return citationsOf(candidate.direct)
    case 'coverage':
      return citationsOf(candidate.reached)
    case 'nearby':
    case 'followed':
      return citationsOf(candidate.explained.filter((symptom) => !candidate.reached.includes(symptom)))
    case 'passed':
      return citationsOf(candidate.explained)
    case 'alerted':
      return citationsOf(candidate.reached.filter(({ source }) => source === 'alert'))
    case 'named':
      return citationsOf(candidate.namedIn)
    case 'suffers':
    case 'suffers_traced':
    case 'suffers_stated':
      return candidate.hurtBy.flatMap(({ proposal }) => traceCitations(proposal).slice(0, 1))
    case 'people':
      return candidate.heard ?? []
    case 'missing':
    case 'contrary':
    case 'unfelt':
    case 'uncalled':
    case 'common':
      return []
    default:
      return traceCitations(candidate.proposal)
  }
}

function citationsOf(symptoms: readonly Symptom[]): readonly Citation[] {
  return strongestFirst(symptoms).flatMap(({ citations }) => citations.slice(0, 1))
}
