import type { Argument } from '../../domain/evidence.ts'
import type { Candidate } from '../explain.ts'
import { nameOf } from './words.ts'
import { traceCitations } from './why-of.ts'

/** What a candidate's own trace lacks: at most one sentence. Empty where a record states the failure and its reason. */
export function missingTrace(rival: Candidate, lead: Candidate | null): readonly Argument[] {
  const own = nameOf(rival.proposal.entity)
  switch (rival.proposal.basis) {
    case 'witnessed':
      return []
    case 'inferred':
      return [{ text: `No record shows a fault of ${own} itself; only numbers point there.`, citations: [] }]
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
  const text = `No record says that this change failed; of ${nameOf(lead.proposal.entity)} one does.`
  return [{ text, citations: [...ownCitations(rival), ...ownCitations(lead)] }]
}

function ownCitations({ proposal }: Candidate): Argument['citations'] {
  return traceCitations(proposal).slice(0, 1)
}
