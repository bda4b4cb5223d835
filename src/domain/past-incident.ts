import type { Diagnosis, RootCause } from './diagnosis.ts'
import type { Verdict } from './verdict.ts'

/** An earlier incident that was answered, and what people made of the answer. A hint for people and models; never evidence. */
export interface PastIncident {
  readonly incidentId: string
  readonly channelId: string
  readonly environment: string
  /** When it was opened, UTC. */
  readonly openedAt: Date
  /** What was asked, as it was asked. */
  readonly title: string
  readonly outcome: Diagnosis['outcome']
  /** Empty unless the outcome is a diagnosis. */
  readonly causes: readonly Pick<RootCause, 'entity' | 'mechanism' | 'confidenceWord'>[]
  /** The newest; null when nobody judged the answer. */
  readonly verdict: Pick<Verdict, 'word' | 'trueCauses' | 'note'> | null
}

/** A past incident that a search found. */
export interface SimilarIncident extends PastIncident {
  /** Why it matched, strongest first: `the same environment`, `the cause shop/Deployment/orders`. Never empty. */
  readonly because: readonly string[]
}

/** What the history has to say. `unavailable` is not the same as nothing found. */
export type History =
  | {
      readonly kind: 'searched'
      /** Best first; empty when nothing recorded is alike. */
      readonly incidents: readonly SimilarIncident[]
      /** Alike, but not among the best. */
      readonly left: number
      /** Matched by a word, but too old to be compared within the limit. */
      readonly notCompared: number
    }
  | { readonly kind: 'unavailable'; readonly why: string }
