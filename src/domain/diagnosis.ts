import { z } from 'zod'
import { askedPeriod } from './asked-period.ts'
import { entityId } from './entity.ts'
import { evidenceId, receiptRole } from './evidence.ts'
import { anySource } from './reading.ts'

/** Names the JSON contract of `investigate --json`. A field may be added under the same name; any other change takes a new one. */
export const DIAGNOSIS_SCHEMA = 'firstcause.diagnosis/1'

const isoMoment = z.iso.datetime({ offset: false })
const receiptId = z.custom<`R${number}`>((value) => typeof value === 'string' && /^R\d+$/.test(value), {
  error: 'a receipt id is R and a number',
})
export type ReceiptId = z.infer<typeof receiptId>

/** One piece of evidence, quoted verbatim. `locator` finds the record again; `url` opens it where a web address exists. */
export const receipt = z.object({
  id: receiptId,
  evidenceId,
  role: receiptRole,
  source: anySource,
  locator: z.string(),
  at: isoMoment.nullable(),
  quote: z.string().min(1),
  url: z.string().nullable(),
})
export type Receipt = z.infer<typeof receipt>

const confidenceWord = z.enum(['verified', 'likely', 'unverified'])
export type ConfidenceWord = z.infer<typeof confidenceWord>

const ratio = z.number().min(0).max(1)
/** A sentence with the receipts that carry it. */
export const citedStatement = z.object({ text: z.string().min(1), receipts: z.array(receiptId).min(1) })

/**
 * One feature that decided between the candidates: their order is that of the sums of value × weight. `domain/why-words.ts` says what each feature means
 * and in which unit. Receipts where it rests on a record.
 */
const whyPart = z.object({ feature: z.string().min(1), value: z.number(), weight: z.number(), receipts: z.array(receiptId) })
export type WhyPart = z.infer<typeof whyPart>

/** What a rival would have had to show and did not; without receipts where a thing was not seen at all. */
const missingPart = z.object({ text: z.string().min(1), receipts: z.array(receiptId) })

const rootCause = z.object({
  entity: entityId,
  mechanism: z.string().min(1),
  confidence: ratio,
  confidenceWord,
  since: isoMoment.nullable(),
  for: z.array(citedStatement).min(1),
  against: z.array(citedStatement),
  /** Reads made to prove this cause wrong; an empty list means none was possible, which is then said in `notChecked`. */
  disconfirmingReads: z.array(evidenceId),
  /** From the cause to what people noticed. */
  propagation: z.array(entityId),
  /** Empty only in answers that were stored before it was written. */
  why: z.array(whyPart).default([]),
})
export type RootCause = z.infer<typeof rootCause>

const alternative = z.object({
  entity: entityId,
  mechanism: z.string().min(1),
  confidence: ratio,
  for: z.array(citedStatement),
  against: z.array(citedStatement),
  wouldTellApart: z.string(),
  /** Both empty only in answers that were stored before they were written. */
  why: z.array(whyPart).default([]),
  missing: z.array(missingPart).default([]),
})

const ruledOut = z.object({
  entity: entityId,
  because: z.string().min(1),
  explainedBy: entityId.nullable(),
  receipts: z.array(receiptId),
})

/**
 * What a person could do. A proposal only: nothing in this program runs it. `receipts` say why it is proposed. `what` says it in words;
 * `command` is a line for a POSIX shell, quoted, or empty when there is none or a name does not fit its grammar.
 */
const proposedAction = z.object({
  kind: z.enum(['rollback', 'restart', 'scale', 'flag_off', 'config_revert', 'policy_revert', 'failover', 'escalate_upstream', 'other']),
  target: z.string(),
  /** Absent in answers that were stored before it was written. */
  what: z.string().optional(),
  command: z.string(),
  risk: z.string(),
  rollback: z.string(),
  receipts: z.array(receiptId),
})

const exactPeriod = z.object({ start: isoMoment, end: isoMoment })

/** The part of the recording that the question or the options are about; what lies before it is the baseline. Absent when neither names a period. */
const narrowed = askedPeriod.pick({ by: true, words: true, assumed: true }).extend({ ...exactPeriod.shape, recording: exactPeriod })

const notChecked = z.object({ source: z.string(), why: z.string() })

const stats = z.object({
  engineMs: z.number(),
  wallMs: z.number(),
  turns: z.number(),
  toolCalls: z.number(),
  inputTokens: z.number(),
  cachedTokens: z.number(),
  outputTokens: z.number(),
  costUsd: z.number().nullable(),
  /** How the model's run ended (`submitted`, `turn_limit`, `model_wrong_key`, …); absent when no model was asked. */
  modelEnding: z.string().optional(),
  /** Values that looked like secrets and were masked in the readings of the run, each as often as it was read; absent in older answers. */
  masked: z.number().int().nonnegative().optional(),
})

/**
 * What leaves the gate, and the `--json` output of the command line. Receipts stand once, everything else points at their ids.
 * `diagnosis` has at least one root cause; `no_cause` and `inconclusive` have none and give their reasons.
 */
export const diagnosis = z
  .object({
    schema: z.literal(DIAGNOSIS_SCHEMA),
    outcome: z.enum(['diagnosis', 'no_cause', 'inconclusive']),
    reasons: z.array(z.string()),
    investigationId: z.string().nullable(),
    environment: z.string(),
    window: z.object({
      start: isoMoment.nullable(),
      end: isoMoment.nullable(),
      onset: isoMoment.nullable(),
      narrowed: narrowed.optional(),
    }),
    versions: z.object({ engine: z.string(), model: z.string().nullable(), promptHash: z.string().nullable() }),
    summary: z.string().min(1),
    rootCauses: z.array(rootCause),
    alternatives: z.array(alternative),
    ruledOut: z.array(ruledOut),
    notChecked: z.array(notChecked),
    proposedActions: z.array(proposedAction),
    receipts: z.array(receipt),
    stats,
  })
  .refine((value) => (value.outcome === 'diagnosis') === value.rootCauses.length > 0, {
    error: 'only a diagnosis names root causes, and it names at least one',
  })
  .refine((value) => value.outcome === 'diagnosis' || value.reasons.length > 0, { error: 'no_cause and inconclusive say why' })
export type Diagnosis = z.infer<typeof diagnosis>
