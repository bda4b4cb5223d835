import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { scoreCauses } from '../average-precision.ts'
import type { Prediction } from '../run-set.ts'

const truthSchema = z.record(
  z.string(),
  z.object({ kind: z.string(), outcome: z.enum(['diagnosis', 'no_cause']), accept: z.array(z.array(z.string())) }),
)

export interface DrillScore {
  readonly case: string
  readonly kind: string
  readonly isHealthy: boolean
  readonly averagePrecision: number
  readonly claimed: readonly string[]
  readonly confidenceWord: string | null
  readonly confidence: number | null
}

/** Scores predictions on drills against the `truth.json` beside their cases. Only drills are scored here: their answers are ours. */
export async function scoreDrills(dir: string, predictions: readonly Prediction[]): Promise<readonly DrillScore[]> {
  const truth = truthSchema.parse(JSON.parse(await readFile(path.join(dir, 'truth.json'), 'utf8')))
  return predictions.flatMap((prediction) => {
    const answer = truth[prediction.case]
    if (!answer) return []
    const { averagePrecision } = scoreCauses(prediction.claim ?? [], answer.accept)
    const { confidence, confidenceWord } = prediction
    return [
      {
        case: prediction.case,
        kind: answer.kind,
        isHealthy: answer.outcome === 'no_cause',
        averagePrecision,
        claimed: prediction.claim ?? [],
        confidence,
        confidenceWord,
      },
    ]
  })
}
