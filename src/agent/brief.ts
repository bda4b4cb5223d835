import type { Graph, ObjectChange } from '../causal/scene/scene.ts'
import type { Symptom } from '../causal/scene/symptoms/symptom.ts'
import type { Submission } from '../domain/submission.ts'
import type { TimeWindow } from '../domain/time-window.ts'

/** What the engine hands to the model: its answer, not yet gated, and the indexed facts behind it. Built by the investigation. */
export interface Brief {
  readonly environment: string
  /** What people asked; empty when the mention stood alone. */
  readonly question: string
  readonly window: TimeWindow | null
  readonly onset: Date | null
  readonly submission: Submission
  readonly symptoms: readonly Symptom[]
  readonly changes: readonly ObjectChange[]
  readonly graph: Graph
}
