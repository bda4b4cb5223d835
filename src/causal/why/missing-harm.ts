import type { Argument } from '../../domain/evidence.ts'
import { symptomsOf, type Candidate } from '../explain.ts'
import type { Scene } from '../scene.ts'
import type { Signal } from '../signal.ts'
import { firstSymptom } from './first-symptom.ts'
import { strongestFirst } from './strongest-first.ts'
import { clockText, countText, nameOf, symptomAt } from './words.ts'

const PERCENT = 100

/** What a candidate lacks of the harm: trouble that does not come from the cause, and the symptoms that only the cause explains. */
export function missingHarm(rival: Candidate, lead: Candidate | null, scene: Scene): readonly Argument[] {
  return lead === null ? tooWeak(rival, scene) : [...ownTrouble(rival, lead), ...share(rival, lead, scene)]
}

/** Trouble that comes from the cause would have had to be there without it. */
function ownTrouble({ proposal: { entity } }: Candidate, lead: Candidate): readonly Argument[] {
  const reached = lead.reach.of(entity)
  const cause = nameOf(lead.proposal.entity)
  const first = firstSymptom(lead)
  if (entity === lead.proposal.entity || reached === null || first === null) return []
  const via = nameOf(lead.reach.pathTo(entity).at(-2) ?? lead.proposal.entity)
  const since = first.since === null ? '' : ` since ${clockText(first.since)}`
  const text = {
    caller: `It waits on ${via}, in trouble${since} because of ${cause}; it would have had to fail without that.`,
    callee: `It is called by ${via}, in trouble${since} because of ${cause}; it would have had to suffer without that.`,
    victim: `${cause} hurts it directly${since}; it would have had to fail without that.`,
    namespace: `${cause} acts on its whole namespace${since}; it would have had to fail without that.`,
  }[reached]
  return [{ text, citations: first.citations.slice(0, 1) }]
}

/** How much of what was seen it explains, beside the cause. */
function share(rival: Candidate, lead: Candidate, scene: Scene): readonly Argument[] {
  const cause = nameOf(lead.proposal.entity)
  const [own, others] = [distinct(rival.explained, scene), distinct(lead.explained, scene)]
  const left = without(others, own)
  const [strongest] = left
  if (strongest !== undefined) {
    const text = `It leaves ${left.length} of the ${countText(others.length, 'symptom')} that ${cause} explains, such as ${symptomAt(strongest)}.`
    return [{ text, citations: firstCitation([strongest]) }]
  }
  if (own.length === 0 || without(own, others).length > 0) return []
  const same = own.length === 1 ? 'the one symptom' : `the same ${own.length} symptoms`
  return [{ text: `It explains ${same} that ${cause} explains, and none besides.`, citations: firstCitation(own) }]
}

/** Nothing was named, so nothing else explains it better: what it explains did not suffice. */
function tooWeak({ parts, explained }: Candidate, scene: Scene): readonly Argument[] {
  const [own, all] = [distinct(explained, scene).length, distinct(symptomsOf(scene), scene).length]
  if (all === 0) return [{ text: 'No symptom was seen that it would explain.', citations: [] }]
  const text = `It explains ${own} of ${countText(all, 'symptom')}, ${Math.round(parts.coverage * PERCENT)} of 100 of the harm.`
  return own === all ? [] : [{ text, citations: firstCitation(explained) }]
}

/** One of each kind at each unit, strongest first: as the score counts them. */
function distinct(signals: readonly Signal[], { graph }: Scene): readonly Signal[] {
  return strongestFirst(signals.map((signal) => ({ ...signal, entity: graph.unitOf(signal.entity) })))
}

function without(signals: readonly Signal[], others: readonly Signal[]): readonly Signal[] {
  const known = new Set(others.map(symptomAt))
  return signals.filter((signal) => !known.has(symptomAt(signal)))
}

function firstCitation(signals: readonly Signal[]): Argument['citations'] {
  return strongestFirst(signals)
    .flatMap(({ citations }) => citations)
    .slice(0, 1)
}
