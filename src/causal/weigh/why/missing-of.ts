import type { Argument } from '../../../domain/evidence.ts'
import { beginningOf, type Candidate, type Order } from '../explain.ts'
import type { Scene } from '../../scene/scene.ts'
import { missingHarm } from './missing-harm.ts'
import { clockText, listText, nameOf, spanText, symptomAt, symptomWords } from './words.ts'
import { traceCitations, firstSymptom } from './first-symptom.ts'
import { sourceThatWouldShow, whatWasRead } from './would-be-seen.ts'

/** Sentences for one rival: what a person reads on a phone before the next one. */
const MAX_MISSING = 4

/**
 * What a rival would have had to show to be the cause and did not, most telling first: its time, its trace, trouble of its own, what it leaves, its effects. Of several
 * `causes` the one counts that explains most of what the rival would. Never empty: a rival that lacks nothing is told with what would tell it apart.
 */
export function missingOf(rival: Candidate, causes: readonly Candidate[], scene: Scene): readonly Argument[] {
  const lead = nearestTo(rival, causes)
  const found = [
    ...missingOrder(rival, lead, scene),
    ...missingTrace(rival, lead),
    ...missingHarm(rival, lead, scene),
    ...missingEffects(rival, scene),
  ]
  if (found.length > 0) return found.slice(0, MAX_MISSING)
  return [{ text: `Nothing that it would show is missing; this would tell them apart: ${rival.proposal.disprovenBy}.`, citations: [] }]
}

/** The first of those that share most symptoms with it; null when nothing was named. */
function nearestTo({ explained }: Candidate, causes: readonly Candidate[]): Candidate | null {
  const own = new Set(explained)
  const shared = (cause: Candidate) => cause.explained.filter((symptom) => own.has(symptom)).length
  return causes.toSorted((a, b) => shared(b) - shared(a))[0] ?? null
}

/** Which trace says most of a fault. */
const BEST_TRACE_FIRST: readonly Candidate['proposal']['basis'][] = ['witnessed', 'changed', 'measured', 'static', 'inferred', 'recent']

/** What a candidate's own trace lacks beside that of the cause: at most one sentence. Empty where the cause has no better one. */
function missingTrace(rival: Candidate, lead: Candidate | null): readonly Argument[] {
  const own = nameOf(rival.proposal.entity)
  if (lead !== null && BEST_TRACE_FIRST.indexOf(lead.proposal.basis) >= BEST_TRACE_FIRST.indexOf(rival.proposal.basis)) return []
  switch (rival.proposal.basis) {
    case 'witnessed':
      return []
    case 'inferred':
      return [{ text: `No record shows a fault of ${own} itself; what it shows may come from elsewhere.`, citations: [] }]
    case 'recent':
      return [{ text: `No record says how the change of ${own} would do this; it only came before.`, citations: ownCitations(rival) }]
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

/** Which time speaks most for a cause. */
const BEST_FIRST: readonly Order[] = ['before', 'unknown', 'old', 'late', 'afterwards']

/** What a candidate's time lacks beside that of the cause: at most one sentence. Empty where the cause has no better one, or nothing has a time. */
function missingOrder(rival: Candidate, lead: Candidate | null, { onset }: Scene): readonly Argument[] {
  const began = beginningOf(rival.explained, onset)
  const { since } = rival.proposal
  if (began === null || (lead !== null && BEST_FIRST.indexOf(lead.order) >= BEST_FIRST.indexOf(rival.order))) return []
  if (rival.order === 'unknown')
    return [{ text: `No record says since when it is so; it would have had to be there by ${clockText(began)}.`, citations: [] }]
  if (rival.order === 'before' || since === null) return []
  const text =
    rival.order === 'old'
      ? `It is so since ${momentText(since)}; it would have had to do harm before ${spanText(since, began)} had passed.`
      : `It came at ${clockText(since)}, ${spanText(began, since)} after ${whatBegan(rival, began)}; a cause is there first.`
  const first = firstSymptom(rival)
  return [{ text, citations: [...traceCitations(rival.proposal).slice(0, 1), ...(first?.citations.slice(0, 1) ?? [])] }]
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

/** Kinds named in one sentence. */
const MAX_KINDS = 3

/** Which effects of a candidate were not seen where it bites although what was read would show them: at most one sentence. */
function missingEffects(rival: Candidate, scene: Scene): readonly Argument[] {
  const [victim] = rival.proposal.victims
  if (victim === undefined) return []
  const unit = scene.graph.unitOf(victim)
  const seen = new Set(scene.symptoms.filter((symptom) => symptom.unit === unit).map(({ kind }) => kind))
  const read = whatWasRead(scene)
  const unseen = rival.proposal.effects.flatMap((kind) => {
    const source = seen.has(kind) ? null : sourceThatWouldShow(kind, unit, read)
    return source === null ? [] : [{ kind, source }]
  })
  if (unseen.length === 0) return []
  const shown = unseen.slice(0, MAX_KINDS)
  const kinds = listText(shown.map(({ kind }) => symptomWords(kind)))
  const sources = listText([...new Set(shown.map(({ source }) => source))])
  const until = scene.window === null ? '' : ` until ${clockText(scene.window.end)}`
  const text = `Not seen at ${nameOf(unit)}, although its ${sources} were read${until}: ${kinds}.`
  return [{ text, citations: [] }]
}
