import type { Proposal } from '../weigh/candidate.ts'
import type { Scene } from '../scene/scene.ts'

/**
 * One way a system breaks. Pure: looks at the scene and proposes zero or more causes of its kind, each with the quotes that
 * show it. It does not rank, does not know other mechanisms and never proposes without a citation.
 */
export interface Family {
  readonly name: string
  propose(scene: Scene): readonly Proposal[]
}
