import { isAnswered } from '../domain/reading.ts'
import { z } from 'zod'
import { entityId } from '../domain/entity.ts'
import { evidenceId } from '../domain/evidence.ts'
import type { Evidence } from '../domain/evidence.ts'
import { isQuotedFrom } from '../domain/quotation.ts'
import type { Claim, Submission } from '../domain/submission.ts'
import { askModel, type AskPorts } from './ask-model.ts'
import { fence } from './fence.ts'
import { NO_USAGE, type ModelUsage } from './model.ts'
import { fillPrompt } from './prompts.ts'
import { parametersOf } from './tools/tool.ts'

/** Tokens of one review. */
const MAX_OUTPUT_TOKENS = 2048
/** A doubt without a line to show may take this share of the confidence at most: the reviewer can be as wrong as the author. */
const MAX_LOWERING = 0.5

const review = z.object({
  causes: z.array(
    z.object({
      entity: entityId,
      judgement: z.enum(['keep', 'lower', 'remove']),
      confidence: z.number().min(0).max(1),
      reason: z.string(),
      evidence_id: evidenceId.nullable(),
      locator: z.string().nullable(),
      quote: z.string().nullable(),
    }),
  ),
})
type ReviewedCause = z.infer<typeof review>['causes'][number]

export interface CheckOutcome {
  /** `skipped` when the reviewer gave nothing usable; the submission is then unchanged. */
  readonly kind: 'checked' | 'skipped'
  readonly why: string
  readonly submission: Submission
  readonly usage: ModelUsage
}

export interface CheckInput {
  readonly template: string
  readonly submission: Submission
  readonly evidence: readonly Evidence[]
  readonly marker: string
}

/**
 * A second look with a fresh context. It can lower a confidence, and remove a cause only by quoting a line that stands in the evidence;
 * it can neither add a cause nor raise a confidence. Any failure leaves the submission as it was.
 */
export async function checkSubmission(input: CheckInput, ports: AskPorts): Promise<CheckOutcome> {
  const tool = {
    name: 'submit_review',
    description: 'Ends the review: one entry for each submitted cause.',
    parameters: parametersOf(review),
  }
  const reply = await askModel(
    { system: reviewPrompt(input), messages: [{ role: 'user', text: 'Review it.' }], tools: [tool], maxOutputTokens: MAX_OUTPUT_TOKENS },
    ports,
  )
  if (reply.kind === 'failure') return { kind: 'skipped', why: reply.why, submission: input.submission, usage: NO_USAGE }
  const parsed = review.safeParse(parseJson(reply.toolCalls[0]?.argumentsJson ?? ''))
  if (!parsed.success)
    return { kind: 'skipped', why: 'the reviewer gave no usable answer', submission: input.submission, usage: reply.usage }
  return { kind: 'checked', why: '', submission: applyReview(input, parsed.data.causes), usage: reply.usage }
}

/** The submission after a review. Pure. When every cause falls, the outcome is `inconclusive` with the reviewer's reasons. */
function applyReview({ submission, evidence }: Pick<CheckInput, 'submission' | 'evidence'>, causes: readonly ReviewedCause[]): Submission {
  const judged = submission.rootCauses.map((claim) => ({ claim, judgement: causes.find((cause) => cause.entity === claim.entity) }))
  const removed = judged.filter(({ judgement }) => judgement?.judgement === 'remove' && isShown(judgement, evidence))
  const kept = judged.filter((entry) => !removed.includes(entry)).map(({ claim, judgement }) => lowered(claim, judgement))
  const reasons = removed.map(({ claim, judgement }) => `${claim.entity} was withdrawn on review: ${judgement?.reason ?? ''}`)
  if (kept.length > 0 || submission.rootCauses.length === 0)
    return { ...submission, rootCauses: kept, reasons: [...submission.reasons, ...reasons] }
  return { ...submission, outcome: 'inconclusive', rootCauses: [], reasons: [...submission.reasons, ...reasons] }
}

function lowered(claim: Claim, judgement: ReviewedCause | undefined): Claim {
  if (!judgement || judgement.judgement === 'keep') return claim
  const floor = claim.confidence * MAX_LOWERING
  return { ...claim, confidence: Math.min(claim.confidence, Math.max(floor, judgement.confidence)) }
}

function isShown(judgement: ReviewedCause, evidence: readonly Evidence[]): boolean {
  const found = evidence.find(({ id }) => id === judgement.evidence_id)
  if (!found || !isAnswered(found.reading) || judgement.quote === null) return false
  const { quote, locator } = judgement
  return (found.reading.rows as readonly { readonly locator: string }[]).some((row) => row.locator === locator && isQuotedFrom(quote, row))
}

function reviewPrompt({ template, submission, marker }: CheckInput): string {
  const causes = submission.rootCauses.map(
    (claim) =>
      `${claim.entity} ${claim.mechanism}, confidence ${claim.confidence.toFixed(2)}\n${claim.for.map(({ text }) => `  for: ${text}`).join('\n')}`,
  )
  const lines = submission.rootCauses.flatMap((claim) =>
    [...claim.for, ...claim.against].flatMap(({ citations }) =>
      citations.map((citation) => `[${citation.evidenceId} ${citation.locator}] ${citation.quote}`),
    ),
  )
  return fillPrompt(template, { diagnosis: fence(causes.join('\n'), marker), receipts: fence(lines.join('\n'), marker) })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
