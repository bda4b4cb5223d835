import { z } from 'zod'
import { citedStatement, diagnosis, receipt } from './diagnosis.ts'

/** What starts the answer to a mention in the thread of a run, as it travels through the queue. */
export const followUpRequest = z.object({ followUpId: z.string() })
export type FollowUpRequest = z.infer<typeof followUpRequest>

const stats = z.object({ turns: z.number(), inputTokens: z.number(), outputTokens: z.number(), costUsd: z.number().nullable() })

/**
 * The answer to one follow-up, as it is stored and shown. `points` are what is claimed, each with receipts that were found in the evidence;
 * `lead` and `notes` are the program's own words and claim nothing about the incident that no point or receipt shows.
 */
export const followUpAnswer = z.object({
  schema: z.literal('firstcause.follow-up/1'),
  /** `stated` took up what somebody said; `stopped` was ended by a person; `failed` used up its attempts. */
  kind: z.enum(['answered', 'not_answered', 'stated', 'stopped', 'failed']),
  lead: z.string().min(1),
  points: z.array(citedStatement),
  notes: z.array(z.string()),
  receipts: z.array(receipt),
  /** The model that chose the points; null when the evidence engine did. */
  model: z.string().nullable(),
  /** After a statement: what passed the gate when the evidence was weighed with it; null otherwise. */
  diagnosis: diagnosis.nullable(),
  stats,
})
export type FollowUpAnswer = z.infer<typeof followUpAnswer>

export const NO_STATS: FollowUpAnswer['stats'] = { turns: 0, inputTokens: 0, outputTokens: 0, costUsd: null }
