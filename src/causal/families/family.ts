import type { Proposal } from '../weigh/candidate.ts'
import type { Scene } from '../scene/scene.ts'
import { buildProposal, type Finding } from './shared/finding.ts'

/**
 * One way a system breaks. Pure: looks at the scene and proposes zero or more causes of its kind, each with the quotes that
 * show it. It does not rank, does not know other families and never proposes without a citation.
 */
export interface Family {
  readonly name: string
  propose(scene: Scene): readonly Proposal[]
}

/** A family from what it finds in a scene; null where it looked at something and found nothing. */
export function family(name: string, find: (scene: Scene) => readonly (Finding | null)[]): Family {
  return { name, propose: (scene) => find(scene).flatMap((finding) => (finding === null ? [] : [buildProposal(finding)])) }
}
