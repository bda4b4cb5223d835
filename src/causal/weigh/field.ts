import type { EntityId } from '../../domain/entity.ts'
import { symptomsOf, type Candidate } from './explain.ts'
import type { Scene } from '../scene/scene.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { whatWasRead, type WhatWasRead } from './why/would-be-seen.ts'

/** What all candidates of one incident are weighed against, worked out once. */
export interface Field {
  readonly scene: Scene
  readonly candidates: readonly Candidate[]
  readonly symptoms: readonly Symptom[]
  readonly read: WhatWasRead
  /** What callers say of calls that nobody answered, by the unit of the caller. */
  readonly complaints: ReadonlyMap<EntityId, readonly Symptom[]>
  /** Candidates of each mechanism. */
  readonly counts: ReadonlyMap<string, number>
}

export function fieldOf(candidates: readonly Candidate[], scene: Scene): Field {
  const symptoms = symptomsOf(scene)
  const told = symptoms.filter(({ kind, seenBy }) => kind === 'unreachable' && seenBy !== undefined)
  const kinds = Map.groupBy(candidates, ({ proposal }) => proposal.mechanism)
  return {
    scene,
    candidates,
    symptoms,
    read: whatWasRead(scene),
    complaints: Map.groupBy(told, ({ seenBy, entity }) => scene.graph.unitOf(seenBy ?? entity)),
    counts: new Map([...kinds].map(([mechanism, same]) => [mechanism, same.length])),
  }
}
