import type { Argument } from '../../../domain/evidence.ts'
import { symptomsOf, type Symptom } from '../../scene/symptoms/symptom.ts'
import type { Candidate } from '../explain.ts'
import type { Scene } from '../../scene/scene.ts'
import { firstSymptom, strongestFirst } from './first-symptom.ts'
import { clockText, countText, nameOf, symptomAt } from './words.ts'

const PERCENT = 100

/** What a candidate lacks of the harm: trouble that does not come from the cause, and the symptoms that only the cause explains. */
export function missingHarm(rival: Candidate, lead: Candidate | null, scene: Scene): readonly Argument[] {
  return lead === null ? tooWeak(rival, scene) : [...ownTrouble(rival, lead, scene), ...share(rival, lead, scene)]
}

/** Trouble that comes from the cause would have had to be there without it. */
function ownTrouble({ proposal: { entity } }: Candidate, lead: Candidate, scene: Scene): readonly Argument[] {
  const reached = lead.reach.of(entity)
  if (entity === lead.proposal.entity || reached === null) return []
  const cause = nameOf(lead.proposal.entity)
  const isPassedOn = reached === 'caller' || reached === 'callee'
  const hurt = isPassedOn ? (lead.reach.pathTo(entity).at(-2) ?? entity) : entity
  const first = firstSymptom({ explained: lead.explained.filter(({ unit }) => unit === scene.graph.unitOf(hurt)) })
  const since = first === null || first.since === null ? '' : ` since ${clockText(first.since)}`
  const passedOn = first === null ? `which ${cause} reaches` : `in trouble${since} because of ${cause}`
  const text = {
    caller: `It waits on ${nameOf(hurt)}, ${passedOn}; it would have had to fail without that.`,
    callee: `It is called by ${nameOf(hurt)}, ${passedOn}; it would have had to suffer without that.`,
    victim: `${cause} hurts it directly${since}; it would have had to fail without that.`,
    namespace: `${cause} acts on its whole namespace${since}; it would have had to fail without that.`,
  }[reached]
  return [{ text, citations: first?.citations.slice(0, 1) ?? firstCitation(lead.direct) }]
}

/** How much of what was seen it explains, beside the cause. */
function share(rival: Candidate, lead: Candidate, scene: Scene): readonly Argument[] {
  const cause = nameOf(lead.proposal.entity)
  const [own, others] = [distinct(rival.explained, scene), distinct(lead.explained, scene)]
  const left = without(others, own)
  const [strongest] = left
  if (strongest !== undefined) {
    const example = `${others.length === 1 ? ':' : ', such as'} ${symptomAt(strongest)}`
    return [{ text: `${leavesText(left.length, others.length)} that ${cause} explains${example}.`, citations: firstCitation([strongest]) }]
  }
  if (own.length === 0 || without(own, others).length > 0) return []
  const same = own.length === 1 ? 'the one symptom' : `the same ${own.length} symptoms`
  return [{ text: `It explains ${same} that ${cause} explains, and none besides.`, citations: firstCitation(own) }]
}

function leavesText(left: number, all: number): string {
  if (all === 1) return 'It does not explain the one symptom'
  return left === all ? `It explains none of the ${all} symptoms` : `It leaves ${left} of the ${all} symptoms`
}

/** Nothing was named, so nothing else explains it better: what it explains did not suffice. */
function tooWeak({ coverage, explained }: Candidate, scene: Scene): readonly Argument[] {
  const [own, all] = [distinct(explained, scene).length, distinct(symptomsOf(scene), scene).length]
  if (all === 0) return [{ text: 'No symptom was seen that it would explain.', citations: [] }]
  const text = `It explains ${own} of ${countText(all, 'symptom')}, ${Math.round(coverage * PERCENT)} of 100 of the harm.`
  return own === all ? [] : [{ text, citations: firstCitation(explained) }]
}

/** One of each kind at each unit, strongest first: as the score counts them. */
function distinct(symptoms: readonly Symptom[], { graph }: Scene): readonly Symptom[] {
  return strongestFirst(symptoms.map((symptom) => ({ ...symptom, entity: graph.unitOf(symptom.entity) })))
}

function without(symptoms: readonly Symptom[], others: readonly Symptom[]): readonly Symptom[] {
  const known = new Set(others.map(symptomAt))
  return symptoms.filter((symptom) => !known.has(symptomAt(symptom)))
}

function firstCitation(symptoms: readonly Symptom[]): Argument['citations'] {
  const quoted = strongestFirst(symptoms).flatMap(({ citations }) => citations)
  return quoted.slice(0, 1)
}
