import type { EntityId } from '../../domain/entity.ts'
import { alarmsIn, type Alarm } from './dose.ts'
import { explain, type Candidate } from './explain.ts'
import { symptomsOf, type Symptom, harmBegan } from '../scene/symptoms/symptom.ts'
import type { Scene } from '../scene/scene.ts'
import { calledUnits, callingUnits, isServingRead } from '../scene/recorded-calls.ts'
import { whatWasRead, type WhatWasRead } from './why/would-be-seen.ts'

/** What all candidates of one incident are weighed against, worked out once. */
export interface Field {
  readonly scene: Scene
  /** True where a cause was named already and the scene holds only what it leaves. */
  readonly isLeftOver: boolean
  readonly candidates: readonly Candidate[]
  readonly symptoms: readonly Symptom[]
  readonly read: WhatWasRead
  /** What stood since before and stands still. */
  readonly standing: readonly Symptom[]
  /** Since when users would be seen to be hurt, and if they are, since when they are; null where nobody watched them. */
  readonly watchedFrom: Date | null
  /** Units that serve calls or are known to be called; null where no calls were counted. */
  readonly called: ReadonlySet<EntityId> | null
  /** Units that are known to call others, or to be called. */
  readonly calling: ReadonlySet<EntityId>
  /** Users were watched, and none of them is hurt: then there is no harm that a candidate could account for. */
  readonly isUnhurt: boolean
  /** What callers say of calls that nobody answered, by the unit of the caller. */
  /** Alerts on what users feel, and what is lost where. */
  readonly alarms: readonly Alarm[]
  readonly complaints: ReadonlyMap<EntityId, readonly Symptom[]>
  /** Candidates of each mechanism. */
  readonly counts: ReadonlyMap<string, number>
}

export function fieldOf(candidates: readonly Candidate[], scene: Scene): Field {
  return {
    ...indexed(candidates, scene),
    read: whatWasRead(scene),
    called: calledUnits(scene),
    calling: callingUnits(scene),
    isLeftOver: false,
  }
}

/** What some causes leave over, as if only that had happened, with the candidates that explain some of it. Null where nothing is left, or nobody explains it. */
export function leftOver(causes: readonly Candidate[], field: Field): Field | null {
  const explained = new Set(causes.flatMap((cause) => cause.explained))
  const symptoms = field.symptoms.filter((symptom) => !explained.has(symptom))
  const named = new Set(causes.map(({ proposal }) => proposal.entity))
  const scene = { ...field.scene, symptoms }
  const others = field.candidates.filter(({ proposal }) => !named.has(proposal.entity))
  const again = symptoms.length === 0 ? [] : others.flatMap((candidate) => explainedAgain(candidate, scene))
  return again.length === 0 ? null : { ...field, ...indexed(again, scene), isLeftOver: true }
}

/** What it accounts for of what is left; what people said of it stands. Empty when it explains nothing of that. */
function explainedAgain({ proposal, people, heard, isDisputed }: Candidate, left: Scene): readonly Candidate[] {
  const again = explain(proposal, left)
  if (again === null || again.explained.length === 0) return []
  return [{ ...again, people, ...(heard === undefined ? {} : { heard }), ...(isDisputed === undefined ? {} : { isDisputed }) }]
}

function indexed(candidates: readonly Candidate[], scene: Scene): Omit<Field, 'read' | 'called' | 'calling' | 'isLeftOver'> {
  const symptoms = symptomsOf(scene)
  const told = symptoms.filter(({ kind, seenBy }) => kind === 'unreachable' && seenBy !== undefined)
  const kinds = Map.groupBy(candidates, ({ proposal }) => proposal.mechanism)
  return {
    scene,
    candidates,
    symptoms,
    standing: scene.symptoms.filter(({ isBackground, until, strength }) => isBackground && until === null && strength > 0),
    watchedFrom: isServingRead(scene.facts) ? (harmBegan(symptoms) ?? scene.window?.start ?? null) : null,
    isUnhurt: isServingRead(scene.facts) && harmBegan(symptoms) === null,
    alarms: alarmsIn(symptoms, scene),
    complaints: Map.groupBy(told, ({ seenBy, entity }) => scene.graph.unitOf(seenBy ?? entity)),
    counts: new Map([...kinds].map(([mechanism, same]) => [mechanism, same.length])),
  }
}
