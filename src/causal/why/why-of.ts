import type { Citation } from '../../domain/evidence.ts'
import type { Feature, WhyPart } from '../../domain/submission.ts'
import type { Candidate } from '../explain.ts'
import type { Signal } from '../signal.ts'
import { isAfterChange } from '../trace.ts'
import { WEIGHTS } from '../weights.ts'
import { firstSymptom } from './first-symptom.ts'
import { strongestFirst } from './strongest-first.ts'

/** Citations of one part: what a person opens on a phone. */
const MAX_CITATIONS = 2
/** Digits kept: more would make two machines' answers differ in what nobody reads. */
const DIGITS = 4

/**
 * The parts of a candidate's score as features whose values times weights add up: to the logarithm of the score, less the same constant for all candidates.
 * So they order the candidates as the engine did, and nothing else did. Most telling first by kind: trace, order, reach, then what is special.
 * Derivation: docs/decisions/0014.
 */
export function whyOf(candidate: Candidate): readonly WhyPart[] {
  return [
    traceOf(candidate),
    ...fitOf(candidate),
    orderPart(candidate),
    {
      feature: 'direct',
      value: candidate.direct.length > 0 ? 1 : 0,
      weight: aboveWorst(1, WEIGHTS.indirectOnly),
      citations: citationsOf(candidate.direct),
    },
    coverageOf(candidate),
    ...peopleOf(candidate),
    ...liftOf(candidate),
  ]
}

const TRACES = {
  witnessed: 'trace_stated',
  changed: 'trace_changed',
  static: 'trace_odd',
  measured: 'trace_measured',
  inferred: 'trace_numbers',
} as const satisfies Record<Candidate['proposal']['basis'], Feature>

function traceOf({ proposal }: Candidate): WhyPart {
  const after = isAfterChange(proposal)
  return {
    feature: after ? 'trace_numbers_after_change' : TRACES[proposal.basis],
    value: 1,
    weight: aboveWorst(after ? WEIGHTS.basis.inferredAfterChange : WEIGHTS.basis[proposal.basis], WEIGHTS.basis.inferred),
    citations: traceCitations(proposal),
  }
}

/** The records of the fault itself; where there is none, of what points at it. */
export function traceCitations(proposal: Candidate['proposal']): readonly Citation[] {
  const all = proposal.for.flatMap(({ citations }) => citations)
  const own = all.filter(({ role }) => role === 'change' || role === 'mechanism')
  return (own.length > 0 ? own : all).slice(0, MAX_CITATIONS)
}

/** Halvings below a full fit, so that it speaks against; absent where the mechanism cannot tell. */
function fitOf({ proposal }: Candidate): readonly WhyPart[] {
  const { fit = 1 } = proposal
  return fit === 1
    ? []
    : [{ feature: 'fit', value: rounded(-Math.log2(fit)), weight: rounded(-Math.LN2), citations: traceCitations(proposal) }]
}

const ORDERS = {
  before: 'order_before',
  unknown: 'order_unknown',
  old: 'order_old',
  late: 'order_late',
  afterwards: 'order_afterwards',
} as const satisfies Record<Candidate['order'], Feature>

function orderPart(candidate: Candidate): WhyPart {
  const { order, proposal } = candidate
  const first = firstSymptom(candidate)
  const dated = proposal.since === null ? [] : traceCitations(proposal).slice(0, 1)
  return {
    feature: ORDERS[order],
    value: 1,
    weight: aboveWorst(WEIGHTS.order[order], WEIGHTS.order.afterwards),
    citations: [...dated, ...citationsOf(first === null ? [] : [first]).slice(0, 1)],
  }
}

/** On the scale of the score: 0 explains nothing, 1 everything; `why-words.ts` turns it back into the share of the harm. */
function coverageOf({ parts, explained }: Candidate): WhyPart {
  const floor = WEIGHTS.coverageFloor
  const weight = aboveWorst(1, floor)
  return {
    feature: 'coverage',
    value: rounded(Math.log((floor + (1 - floor) * parts.coverage) / floor) / Math.log(1 / floor)),
    weight,
    citations: citationsOf(explained),
  }
}

/** Doublings by what people said; absent where nobody said anything of weight. */
function peopleOf({ parts, heard = [] }: Candidate): readonly WhyPart[] {
  return parts.people === 1
    ? []
    : [
        {
          feature: 'people',
          value: rounded(Math.log2(parts.people)),
          weight: rounded(Math.LN2),
          citations: heard.slice(0, MAX_CITATIONS),
        },
      ]
}

/** What a rule of the selection adds to a candidate that it puts before others. */
function liftOf({ lift, score, proposal }: Candidate): readonly WhyPart[] {
  if (lift === undefined) return []
  const value = Math.max(0, Math.log(lift.score / score))
  return [{ feature: lift.by, value: roundedUp(value), weight: 1, citations: traceCitations(proposal).slice(0, 1) }]
}

function citationsOf(signals: readonly Signal[]): readonly Citation[] {
  return strongestFirst(signals)
    .flatMap(({ citations }) => citations.slice(0, 1))
    .slice(0, MAX_CITATIONS)
}

/** How far a factor of the score lies above the worst of its kind. */
function aboveWorst(factor: number, worst: number): number {
  return rounded(Math.log(factor / worst))
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS)) + 0
}

/** Up, and a digit more: whom a rule puts first stands first after rounding too. */
function roundedUp(value: number): number {
  return rounded(value + 10 ** -(DIGITS - 1))
}
