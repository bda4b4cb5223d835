import type { Argument, Citation } from '../../../domain/evidence.ts'
import { beginningOf, type Candidate, type Order } from '../explain.ts'
import type { Scene } from '../../scene/scene.ts'
import { firstSymptom } from './first-symptom.ts'
import { clockText, spanText, symptomAt } from './words.ts'
import { traceCitations } from './trace-citations.ts'

/** Which time speaks most for a cause. */
const BEST_FIRST: readonly Order[] = ['before', 'unknown', 'old', 'late', 'afterwards']

/** What a candidate's time lacks beside that of the cause: at most one sentence. Empty where the cause has no better one, or nothing has a time. */
export function missingOrder(rival: Candidate, lead: Candidate | null, { onset }: Scene): readonly Argument[] {
  const began = beginningOf(rival.explained, onset)
  const { since } = rival.proposal
  if (began === null || (lead !== null && BEST_FIRST.indexOf(lead.order) >= BEST_FIRST.indexOf(rival.order))) return []
  switch (rival.order) {
    case 'before':
      return []
    case 'unknown':
      return [{ text: `No record says since when it is so; it would have had to be there by ${clockText(began)}.`, citations: [] }]
    case 'old':
      return since === null
        ? []
        : [
            {
              text: `It is so since ${momentText(since)}; it would have had to do harm before ${spanText(since, began)} had passed.`,
              citations: datedCitations(rival),
            },
          ]
    case 'late':
    case 'afterwards':
      return since === null
        ? []
        : [
            {
              text: `It came at ${clockText(since)}, ${spanText(began, since)} after ${whatBegan(rival, began)}; a cause is there first.`,
              citations: datedCitations(rival),
            },
          ]
  }
}

/** The day as well: what is old may be of another one. */
function momentText(at: Date): string {
  return `${at.toISOString().slice(0, 10)} ${clockText(at)}`
}

function whatBegan(rival: Candidate, began: Date): string {
  const first = firstSymptom(rival)
  return first !== null && Number(first.since) === began.getTime()
    ? `the first symptom (${symptomAt(first)}, ${clockText(began)})`
    : `the incident began (${clockText(began)})`
}

function datedCitations(rival: Candidate): readonly Citation[] {
  const first = firstSymptom(rival)
  return [...traceCitations(rival.proposal).slice(0, 1), ...(first?.citations.slice(0, 1) ?? [])]
}
