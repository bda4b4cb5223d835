import { wordFor } from '../domain/confidence.ts'
import { DIAGNOSIS_SCHEMA, diagnosis, type Diagnosis } from '../domain/diagnosis.ts'
import type { Evidence } from '../domain/evidence.ts'
import { askedPeriodIn, notNarrowed } from '../domain/narrowing.ts'
import type { Submission, WhyPart } from '../domain/submission.ts'
import type { TimeWindow } from '../domain/time-window.ts'
import { checkSubmission } from './check.ts'
import { hasHole, notCheckedIn } from './not-checked.ts'
import { openReceipts, type ReceiptBook } from './receipts.ts'
import { showAction } from './show-action.ts'

/** What the diagnosis says about the run that made it; the gate passes it through. */
export interface RunFacts {
  readonly investigationId: string | null
  readonly environment: string
  readonly versions: Diagnosis['versions']
  readonly stats: Diagnosis['stats']
  /** What the run left out beside its reads, which say it themselves; counts as a hole. */
  readonly leftOut?: Diagnosis['notChecked']
}

/** Passed with a diagnosis, or refused with every reason found, in words that the submitter can act on. */
export type GateResult =
  | { readonly passed: true; readonly diagnosis: Diagnosis }
  | { readonly passed: false; readonly reasons: readonly string[] }

/**
 * The only way from claims to something that people see. Refuses unknown evidence, quotes that do not stand in it, entities that no reading
 * names, impossible times, causes explained by other causes, and causes nobody tried to disprove. Pure; never throws.
 */
export function validate(submission: Submission, evidence: readonly Evidence[], run: RunFacts): GateResult {
  const reasons = checkSubmission(submission, evidence)
  return reasons.length > 0 ? { passed: false, reasons } : { passed: true, diagnosis: build(submission, evidence, run) }
}

/** What is said when a submission could not pass: nothing is named, the reasons stand instead, the holes stay listed. */
export function refuse(
  submission: Submission,
  reasons: readonly string[],
  { evidence, run }: { readonly evidence: readonly Evidence[]; readonly run: RunFacts },
): Diagnosis {
  const nothing = { rootCauses: [], alternatives: [], ruledOut: [], proposedActions: [] }
  const summary = 'no cause can be named from the evidence'
  return build({ ...submission, ...nothing, outcome: 'inconclusive', reasons, summary }, evidence, run)
}

function build(submission: Submission, evidence: readonly Evidence[], { leftOut = [], ...run }: RunFacts): Diagnosis {
  const book = openReceipts(evidence)
  const window = windowOf(submission, evidence)
  const unmet = notNarrowed(evidence)
  const body = bodyOf(submission, book, leftOut.length + unmet.length > 0 || hasHole(evidence))
  return diagnosis.parse({
    schema: DIAGNOSIS_SCHEMA,
    outcome: submission.outcome,
    reasons: submission.reasons,
    ...run,
    window,
    summary: submission.summary,
    ...body,
    notChecked: [...unmet, ...leftOut, ...notCheckedIn(evidence)],
    receipts: book.receipts(),
  })
}

function windowOf({ window: { start, end, onset } }: Submission, evidence: readonly Evidence[]): Diagnosis['window'] {
  const asked = askedPeriodIn(evidence)
  const whole = { start: start?.toISOString() ?? null, end: end?.toISOString() ?? null, onset: onset?.toISOString() ?? null }
  if (asked === null || asked.window === null || asked.recording === null) return whole
  const { by, words, assumed, window, recording } = asked
  return { ...whole, narrowed: { by, words, assumed, ...exact(window), recording: exact(recording) } }
}

function exact({ start, end }: TimeWindow): { readonly start: string; readonly end: string } {
  return { start: start.toISOString(), end: end.toISOString() }
}

function bodyOf(submission: Submission, book: ReceiptBook, isHoled: boolean) {
  const body = claimsOf(submission, book, isHoled)
  // Cited last, so that the receipts that people read first have the first numbers.
  const whys = submission.rootCauses.map(({ why }) => why.map((part) => decided(part, book)))
  const lacks = submission.alternatives.map(({ why, missing }) => ({
    why: why.map((part) => decided(part, book)),
    missing: missing.map(book.statement),
  }))
  return {
    ...body,
    rootCauses: body.rootCauses.map((cause, index) => ({ ...cause, why: whys[index] })),
    alternatives: body.alternatives.map((rival, index) => ({ ...rival, ...lacks[index] })),
  }
}

function decided({ feature, value, weight, citations }: WhyPart, book: ReceiptBook) {
  return { feature, value, weight, receipts: book.cite(citations) }
}

function claimsOf(submission: Submission, book: ReceiptBook, isHoled: boolean) {
  return {
    rootCauses: submission.rootCauses.map((claim) => ({
      entity: claim.entity,
      mechanism: claim.mechanism,
      confidence: claim.confidence,
      confidenceWord: wordFor(claim.confidence, isHoled),
      since: claim.since?.toISOString() ?? null,
      for: claim.for.map(book.statement),
      against: claim.against.map(book.statement),
      disconfirmingReads: claim.disconfirmingReads,
      propagation: claim.propagation,
    })),
    alternatives: submission.alternatives.map((rival) => ({
      ...rival,
      for: rival.for.map(book.statement),
      against: rival.against.map(book.statement),
    })),
    ruledOut: submission.ruledOut.map(({ entity, because, explainedBy, citations }) => ({
      entity,
      because,
      explainedBy,
      receipts: book.cite(citations),
    })),
    proposedActions: submission.proposedActions.map((action) => ({ ...showAction(action), receipts: book.cite(action.citations) })),
  }
}
