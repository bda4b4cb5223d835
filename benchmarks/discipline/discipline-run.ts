import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { Score } from '../average-precision.ts'

/** One run of one scripted model over one incident. */
export interface DisciplineRun {
  readonly model: string
  readonly set: string
  readonly case: string
  /** The causes of the model's first submission, as if there were no gate. */
  readonly before: Score
  /** The posted root causes. */
  readonly after: Score
  /** The engine's own answer to the same incident. */
  readonly engine: Score
  readonly outcome: Diagnosis['outcome']
  readonly ending: string
  /** Receipts, entities and words in the posted answer that no recorded evidence has. */
  readonly untrue: readonly string[]
  readonly raw: readonly string[]
  readonly posted: readonly string[]
  /** What the run's requests weighed; null for the bad models, whose appetite says nothing. */
  readonly economy: Economy | null
}

/** What the requests of one run weigh. Tokens are characters divided by 4, as the test server counts them. */
export interface Economy {
  readonly firstTokens: number
  readonly medianGrowthTokens: number
  readonly maxGrowthTokens: number
  readonly totalTokens: number
  /** Share of all input that an exact-prefix cache could serve, 0 to 1. */
  readonly cachedShare: number
}
