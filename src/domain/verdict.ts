import { z } from 'zod'
import { entityId } from './entity.ts'

/** A human judgement on a diagnosis. `confirmed` is right, `partial` partly right, `rejected` wrong. */
export const verdictWord = z.enum(['confirmed', 'partial', 'rejected', 'unsure'])
export type VerdictWord = z.infer<typeof verdictWord>

export const verdict = z.object({
  diagnosisId: z.string(),
  word: verdictWord,
  /** The true causes as the person picked them; empty when confirmed, or when they do not know. */
  trueCauses: z.array(entityId),
  note: z.string(),
  /** Slack user id. */
  by: z.string(),
  at: z.coerce.date(),
})
export type Verdict = z.infer<typeof verdict>
