import { openReceipts } from '../../diagnosis/receipts.ts'
import type { Diagnosis } from '../../domain/diagnosis.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { NO_STATS, type FollowUpAnswer } from '../../domain/follow-up.ts'
import type { Draft } from './draft.ts'
import { checkedPoints } from './recorded.ts'

export interface AnswerParts {
  readonly kind: FollowUpAnswer['kind']
  readonly evidence: readonly Evidence[]
  readonly model?: string | null
  readonly diagnosis?: Diagnosis | null
  readonly stats?: FollowUpAnswer['stats']
}

/** A draft as it is stored and shown: quotes checked once more and numbered as receipts. Pure. */
export function buildAnswer(
  draft: Draft,
  { kind, evidence, model = null, diagnosis = null, stats = NO_STATS }: AnswerParts,
): FollowUpAnswer {
  const book = openReceipts(evidence)
  const points = checkedPoints(draft.points, evidence).map(book.statement)
  return {
    schema: 'firstcause.follow-up/1',
    kind,
    lead: draft.lead,
    points,
    notes: [...draft.notes],
    receipts: [...book.receipts()],
    model,
    diagnosis,
    stats,
  }
}
