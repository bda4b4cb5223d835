import { buildScene } from '../../src/causal/scene/build-scene.ts'
import { candidatesIn } from '../../src/causal/diagnose.ts'
import { feltAt, type Candidate } from '../../src/causal/weigh/explain.ts'
import type { WeighedFeature } from '../../src/causal/weigh/feature.ts'
import { describeCandidate } from '../../src/causal/weigh/features-of.ts'
import { fieldOf, leftOver, type Field } from '../../src/causal/weigh/field.ts'
import { weigh, describeNone } from '../../src/causal/weigh/weigh.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { groupFacts } from '../../src/investigation/group-facts.ts'
import type { LabelledIncident } from './labelled-incidents.ts'

/** One answer that an incident allows, as the fit sees it. */
export interface Alternative {
  readonly entity: string
  readonly mechanism: string
  readonly fits: ReturnType<LabelledIncident['fits']>
  readonly values: Readonly<Partial<Record<WeighedFeature, number>>>
}

/** What one choice is made among: its candidates, and none of them. */
export interface Alternatives {
  /** True where none of the candidates is a cause. */
  readonly isHealthy: boolean
  readonly candidates: readonly Alternative[]
  readonly none: Readonly<Partial<Record<WeighedFeature, number>>>
}

/** An incident in numbers. */
export interface DescribedIncident extends Alternatives {
  readonly set: string
  readonly id: string
  /** What is left to choose among once the right cause is named; null where that leaves nothing. */
  readonly leftOver: Alternatives | null
}

/** What the engine weighs of an incident, with the label of each candidate. Pure. */
export function describeIncident(incident: LabelledIncident, evidence: readonly Evidence[]): DescribedIncident {
  const scene = buildScene(groupFacts(evidence))
  const field = fieldOf(candidatesIn(scene), scene)
  return { set: incident.set, id: incident.id, ...alternativesIn(field, incident), leftOver: leftOverOf(field, incident) }
}

function alternativesIn(field: Field, { isHealthy, fits }: Pick<LabelledIncident, 'isHealthy' | 'fits'>): Alternatives {
  return {
    isHealthy,
    none: describeNone(field),
    candidates: field.candidates.map((candidate) => {
      const { entity, mechanism } = candidate.proposal
      return { entity, mechanism, values: describeCandidate(candidate, field).values, fits: fits(namedBy(candidate, field)) }
    }),
  }
}

/** The right cause named, the label of what is left is about its other causes. */
function leftOverOf(field: Field, incident: LabelledIncident): Alternatives | null {
  const [first] = weigh(field).candidates.filter((candidate) => incident.fits(namedBy(candidate, field)) === 'whole')
  const left = first === undefined ? null : leftOver([first], field)
  if (first === undefined || left === null) return null
  const known = incident.causeOf(namedBy(first, field))
  const fits: LabelledIncident['fits'] = (named) => (incident.causeOf(named) === known ? 'not' : incident.fits(named))
  return alternativesIn(left, { isHealthy: false, fits })
}

/** What it hurts: some labels name what suffers first. */
function namedBy({ proposal, direct, reach }: Candidate, { scene: { graph } }: Field) {
  const { entity, mechanism, victims } = proposal
  return { entity, mechanism, propagation: [...victims, ...direct.map((symptom) => graph.unitOf(feltAt(symptom, reach)))] }
}
