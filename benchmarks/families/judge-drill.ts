import { candidatesIn } from '../../src/causal/diagnose.ts'
import { buildScene } from '../../src/causal/scene/build-scene.ts'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import type { DrillTruth } from '../../src/drills/drill-spec.ts'
import { TOLD_FAULTS } from '../../src/drills/faults/told/index.ts'
import { groupFacts } from '../../src/investigation/group-facts.ts'

/**
 * `right`: the struck thing is named first with its fault; `outweighed`: that was proposed, and something else was named; `elsewhere`: the
 * fault was proposed, of other things only; `unheard`: nobody proposed it; `hidden`: what was recorded is not enough to know it. Of drills
 * in which nothing states itself: `silent`, or `spoke` when such a fault was proposed.
 */
export type Verdict = 'right' | 'outweighed' | 'elsewhere' | 'unheard' | 'hidden' | 'silent' | 'spoke'

/** How one drill was answered. */
export interface Judged {
  readonly id: string
  readonly kind: string
  readonly verdict: Verdict
  /** What was named, or what should not have been proposed: entity and mechanism. Empty where that is nothing. */
  readonly said: readonly string[]
}

const STATED: ReadonlySet<string> = new Set(TOLD_FAULTS.map(({ name }) => name))

/** Judges what the engine made of a drill by the drill's own truth. Pure. */
export function judgeDrill(
  id: string,
  truth: Pick<DrillTruth, 'kind' | 'mechanism' | 'accept' | 'decisive'>,
  heard: { readonly diagnosis: Diagnosis; readonly evidence: readonly Evidence[] },
): Judged {
  const proposed = candidatesIn(buildScene(groupFacts(heard.evidence))).map(({ proposal }) => proposal)
  const { kind, mechanism } = truth
  if (mechanism === null || !STATED.has(mechanism)) {
    const stated = proposed.filter((proposal) => STATED.has(proposal.mechanism))
    return { id, kind, verdict: stated.length === 0 ? 'silent' : 'spoke', said: stated.map(inWords) }
  }
  const [lead] = heard.diagnosis.rootCauses
  const isRight = (named: { entity: string; mechanism: string }) =>
    named.mechanism === mechanism && truth.accept.some((names) => names.some((name) => name === named.entity))
  const said = heard.diagnosis.rootCauses.map(inWords)
  if (lead !== undefined && isRight(lead)) return { id, kind, verdict: 'right', said }
  if (!truth.decisive) return { id, kind, verdict: 'hidden', said }
  if (proposed.some(isRight)) return { id, kind, verdict: 'outweighed', said }
  return { id, kind, verdict: proposed.some((proposal) => proposal.mechanism === mechanism) ? 'elsewhere' : 'unheard', said }
}

function inWords({ entity, mechanism }: { readonly entity: string; readonly mechanism: string }): string {
  return `${entity} ${mechanism}`
}
