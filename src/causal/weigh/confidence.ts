import type { EntityId } from '../../domain/entity.ts'
import type { Proposal } from './candidate.ts'
import type { Cause } from './select.ts'
import { logitOf, probabilityOf, sumOfPowers, type CandidateValues, type Weighed, type Weighing } from './weigh.ts'
import { PEOPLE_WEIGHTS } from './statements/people-weights.ts'

/** Nothing is certain: after 50 right answers in a row the next is expected right 51 times of 52 (Laplace's rule of succession). */
const HIGHEST = 0.98
/** A trace that does not say why: from 0.9 on, 5 of 7 answers of sets left out were right, so none of them is called verified. */
const HIGHEST_UNEXPLAINED = 0.85

type Judged = Pick<Weighed, 'proposal' | 'isDisputed'> & Pick<Cause, 'among'> & Partial<Pick<Cause, 'given'>>

/**
 * Confidence in a candidate, 0 to 1: the probability that its entity is the cause, among all candidates and none of them. With a whole source missing the coverage, the alerts
 * and the callers that name it count as nothing and its time as too late, and a rival as good as it is counted that nobody sees, because what is missing may
 * hold unexplained symptoms, an earlier onset or that rival; so less data never gives more confidence. `holes` is the weight of what could not be read, 0
 * to 1: the confidence lies that far between whole and missing. Derivation: docs/decisions/0012 and 0017.
 */
export function confidenceOf({ proposal, isDisputed, among, given = 1 }: Judged, holes: number): number {
  const whole = wholeOf(proposal, among)
  const holed = Math.min(whole, probabilityWithHole(proposal.entity, among))
  const highest = proposal.isReasonUnknown === true ? HIGHEST_UNEXPLAINED : HIGHEST
  const trust = given * (isDisputed === true ? PEOPLE_WEIGHTS.disputed : 1)
  return Math.round(trust * Math.min(whole + holes * (holed - whole), highest) * 1000) / 1000
}

/** What does not say what is wrong gains nothing from other ways in which its entity may be the cause: which of them it is remains open. */
function wholeOf(proposal: Proposal, among: Weighing): number {
  const own = among.candidates.find((one) => one.proposal === proposal)
  return proposal.isReasonUnknown === true && own !== undefined ? own.probability : probabilityOf(proposal.entity, among)
}

function probabilityWithHole(entity: EntityId, { candidates, noneLogit }: Weighing): number {
  const isOwn = ({ proposal }: Weighed) => proposal.entity === entity
  const own = sumOfPowers(candidates.filter(isOwn).map(({ values }) => logitOf(atWorst(values))))
  const others = sumOfPowers([noneLogit, ...candidates.filter((one) => !isOwn(one)).map(({ logit }) => logit)])
  return own / (own + own + others)
}

/** Features that what is missing could have filled: whom else it should explain, who names another, and symptoms that are older than it. */
function atWorst(values: CandidateValues): CandidateValues {
  const isChange = values.trace_changed + values.trace_odd + values.trace_numbers_after_change > 0
  return { ...values, coverage: 0, nearby: 0, followed: 0, alerted: 0, named: 0, ...(isChange ? { afterwards: 1 } : { late: 1 }) }
}
