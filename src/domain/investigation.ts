import { z } from 'zod'

/** What starts an investigation, as it travels through the queue. Ids only; the worker loads the rest. */
export const investigationRequest = z.object({
  investigationId: z.string(),
  incidentId: z.string(),
  environment: z.string(),
  /** What the person asked, already stripped of the mention; empty when the mention stood alone. */
  question: z.string(),
})
export type InvestigationRequest = z.infer<typeof investigationRequest>

/** How a run ended. Every ending has a name; `stopped` keeps what was found. */
const investigationState = z.enum(['queued', 'running', 'answered', 'stopped', 'failed'])
export type InvestigationState = z.infer<typeof investigationState>

/** What a running investigation says about itself while it works. */
export const progress = z.object({
  /** In the present tense, for people: `reading Kubernetes objects`. */
  doing: z.string(),
  done: z.number(),
  total: z.number(),
  /** The leading candidate so far, or null before there is one. */
  leading: z.object({ entity: z.string(), mechanism: z.string() }).nullable(),
})
export type Progress = z.infer<typeof progress>
