import { buildScene } from '../../src/causal/scene/build-scene.ts'
import { candidatesIn } from '../../src/causal/diagnose.ts'
import type { Candidate } from '../../src/causal/weigh/explain.ts'
import type { Scene } from '../../src/causal/scene/scene.ts'
import type { WeighedFeature } from '../../src/causal/weigh/feature.ts'
import { describeCandidate } from '../../src/causal/weigh/features-of.ts'
import { fieldOf } from '../../src/causal/weigh/field.ts'
import { describeNone } from '../../src/causal/weigh/none-features.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { groupFacts } from '../../src/investigation/group-facts.ts'
import type { LabelledIncident } from './labelled-incidents.ts'

/** One answer that an incident allows, as the fit sees it. */
export interface Alternative {
  readonly entity: string
  readonly mechanism: string
  readonly fits: ReturnType<LabelledIncident['fits']>
  /** Everything but the delay, which is fitted itself. */
  readonly values: Readonly<Partial<Record<WeighedFeature, number>>>
  readonly delayMinutes: number | null
}

/** An incident in numbers. */
export interface DescribedIncident {
  readonly set: string
  readonly id: string
  readonly isHealthy: boolean
  readonly candidates: readonly Alternative[]
  readonly none: Readonly<Partial<Record<WeighedFeature, number>>>
}

/** What the engine weighs of an incident, with the label of each candidate. Pure. */
export function describeIncident(incident: LabelledIncident, evidence: readonly Evidence[]): DescribedIncident {
  const scene = buildScene(groupFacts(evidence))
  const candidates = candidatesIn(scene)
  const field = fieldOf(candidates, scene)
  return {
    set: incident.set,
    id: incident.id,
    isHealthy: incident.isHealthy,
    none: describeNone(field),
    candidates: candidates.map((candidate) => {
      const { values, delayMinutes } = describeCandidate(candidate, field)
      const { entity, mechanism } = candidate.proposal
      return { entity, mechanism, values, delayMinutes, fits: incident.fits({ entity, mechanism, propagation: touched(candidate, scene) }) }
    }),
  }
}

/** What it hurts: some labels name what suffers first. */
function touched({ proposal, direct }: Candidate, { graph }: Scene) {
  return [...proposal.victims, ...direct.map(({ entity }) => graph.unitOf(entity))]
}
