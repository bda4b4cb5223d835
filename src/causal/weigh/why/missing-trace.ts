import type { Argument } from '../../../domain/evidence.ts'
import type { Candidate } from '../explain.ts'
import { nameOf } from './words.ts'
import { traceCitations } from './trace-citations.ts'

/** Which trace says most of a fault. */
const BEST_FIRST: readonly Candidate['proposal']['basis'][] = ['witnessed', 'changed', 'measured', 'static', 'inferred']

/** What a candidate's own trace lacks beside that of the cause: at most one sentence. Empty where the cause has no better one. */
export function missingTrace(rival: Candidate, lead: Candidate | null): readonly Argument[] {
  const own = nameOf(rival.proposal.entity)
  if (lead !== null && BEST_FIRST.indexOf(lead.proposal.basis) >= BEST_FIRST.indexOf(rival.proposal.basis)) return []
  switch (rival.proposal.basis) {
    case 'witnessed':
      return []
    case 'inferred':
      return [{ text: `No record shows a fault of ${own} itself; what it shows may come from elsewhere.`, citations: [] }]
    case 'measured':
      return [{ text: `No record says what is wrong at ${own}; only its numbers stand out.`, citations: [] }]
    case 'static':
      return [{ text: `No record shows that what is odd at ${own} did harm.`, citations: ownCitations(rival) }]
    case 'changed':
      return statedByLead(rival, lead)
  }
}

/** A change is a trace; it lacks something only beside a fault that a record states. */
function statedByLead(rival: Candidate, lead: Candidate | null): readonly Argument[] {
  if (lead?.proposal.basis !== 'witnessed') return []
  const text = `No record states a failure by this change; for ${nameOf(lead.proposal.entity)} one does.`
  return [{ text, citations: [...ownCitations(rival), ...ownCitations(lead)] }]
}

function ownCitations({ proposal }: Candidate): Argument['citations'] {
  return traceCitations(proposal).slice(0, 1)
}
