import { z } from 'zod'
import { entityId } from '../domain/entity.ts'
import { evidenceId, receiptRole, type Argument, type Citation } from '../domain/evidence.ts'
import { MODEL_ONLY_MISSING, MODEL_ONLY_WHY } from '../domain/model-only.ts'
import type { Claim, Submission } from '../domain/submission.ts'
import type { TimeWindow } from '../domain/time-window.ts'
import { parametersOf } from './tools/tool.ts'
import type { ToolSpec } from './model.ts'

// What a model fills in to end its run. Names are the ones it saw in tool answers; the gate judges the content, this form only the shape.

/** More than this in one list is padding, not evidence. */
const MAX_ITEMS = 8

/** Characters of one sentence and of one quote: more is not read in an incident, and would be cut in Slack. */
const MAX_SENTENCE = 600
const MAX_QUOTE = 2000
/** Characters of a mechanism's name, which is shown to people in words. */
const MAX_MECHANISM = 60
const MECHANISM = /^[a-z][a-z0-9_]*$/

// As refinements, which stay here: not every provider accepts length limits in a tool's schema.
const sentence = z.string().refine((text) => text.length <= MAX_SENTENCE, { error: `at most ${MAX_SENTENCE} characters` })
const mechanism = z
  .string()
  .refine((name) => name.length <= MAX_MECHANISM && MECHANISM.test(name), { error: `snake_case, at most ${MAX_MECHANISM} characters` })

const citation = z.object({
  evidence_id: evidenceId.describe('E and a number'),
  locator: z.string(),
  quote: z
    .string()
    .refine((text) => text.length <= MAX_QUOTE, { error: `at most ${MAX_QUOTE} characters` })
    .describe('copied character for character from one line'),
  role: receiptRole,
})
const argument = z.object({ text: sentence, citations: z.array(citation).max(MAX_ITEMS) })

const cause = z.object({
  entity: entityId,
  mechanism: mechanism.describe('snake_case, as the engine names it where it fits'),
  confidence: z.number().min(0).max(1),
  since: z.iso.datetime().nullable().describe('UTC; null when no reading says'),
  for: z.array(argument).max(MAX_ITEMS),
  against: z.array(argument).max(MAX_ITEMS),
  disconfirming_evidence: z
    .array(evidenceId)
    .max(MAX_ITEMS)
    .describe('ids of reads made to refute this cause, also those that found nothing'),
  propagation: z.array(entityId).max(MAX_ITEMS).describe('from the cause to what people noticed'),
})
const rival = z.object({
  entity: entityId,
  mechanism,
  confidence: z.number().min(0).max(1),
  why: z.array(argument).max(MAX_ITEMS),
  would_tell_apart: sentence,
})
const dismissal = z.object({ entity: entityId, because: sentence, explained_by: entityId.nullable() })

export const submissionForm = z.object({
  outcome: z.enum(['diagnosis', 'no_cause', 'inconclusive']),
  summary: sentence.describe('one sentence that starts with the cause'),
  root_causes: z.array(cause).max(MAX_ITEMS),
  alternatives: z.array(rival).max(MAX_ITEMS),
  ruled_out: z.array(dismissal).max(MAX_ITEMS),
  reasons: z.array(sentence).max(MAX_ITEMS).describe('why, for no_cause and inconclusive'),
})
export type SubmissionForm = z.infer<typeof submissionForm>

export const SUBMIT_TOOL: ToolSpec = {
  name: 'submit_diagnosis',
  description:
    'Ends the investigation with the smallest set of causes, or with no_cause or inconclusive. It is checked: ids, quotes, entities, times, and whether one cause explains another. What does not hold comes back with reasons.',
  parameters: parametersOf(submissionForm),
}

/** The form as the gate's input. `window` and onset come from the engine: a model does not set the clock. */
export function toSubmission(form: SubmissionForm, frame: { readonly window: TimeWindow | null; readonly onset: Date | null }): Submission {
  return {
    outcome: form.outcome,
    reasons: form.reasons,
    window: { start: frame.window?.start ?? null, end: frame.window?.end ?? null, onset: frame.onset },
    summary: form.summary,
    rootCauses: form.root_causes.map((entry) => toClaim(entry, form)),
    alternatives: form.alternatives.map((entry) => ({
      entity: entry.entity,
      mechanism: entry.mechanism,
      confidence: entry.confidence,
      for: entry.why.map(toArgument),
      against: [],
      wouldTellApart: entry.would_tell_apart,
      why: MODEL_ONLY_WHY,
      missing: MODEL_ONLY_MISSING,
    })),
    ruledOut: form.ruled_out.map((entry) => ({
      entity: entry.entity,
      because: entry.because,
      explainedBy: entry.explained_by,
      citations: [],
    })),
    proposedActions: [],
  }
}

function toClaim(entry: SubmissionForm['root_causes'][number], form: SubmissionForm): Claim {
  return {
    entity: entry.entity,
    mechanism: entry.mechanism,
    confidence: entry.confidence,
    since: entry.since === null ? null : new Date(entry.since),
    for: entry.for.map(toArgument),
    against: entry.against.map(toArgument),
    disconfirmingReads: entry.disconfirming_evidence,
    propagation: entry.propagation,
    explains: form.ruled_out.filter((dismissed) => dismissed.explained_by === entry.entity).map((dismissed) => dismissed.entity),
    why: MODEL_ONLY_WHY,
  }
}

function toArgument(entry: z.infer<typeof argument>): Argument {
  return { text: entry.text, citations: entry.citations.map(toCitation) }
}

function toCitation(entry: z.infer<typeof citation>): Citation {
  return { evidenceId: entry.evidence_id, locator: entry.locator, quote: entry.quote, role: entry.role, at: null }
}
