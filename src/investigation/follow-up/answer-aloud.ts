import type { Diagnosis } from '../../domain/diagnosis.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { FollowUpAnswer } from '../../domain/follow-up.ts'
import { contentHash } from '../../evidence/content-hash.ts'
import type { Ledger } from '../../evidence/ledger.ts'
import type { ModelPorts } from '../model-ports.ts'
import { answerQuestion } from './answer-question.ts'
import { askModelAbout } from './ask-model.ts'
import { buildAnswer } from './build-answer.ts'
import { indexRecorded, type Recorded } from './recorded.ts'
import type { AnswerContext, FollowUpInput } from './ports.ts'
import { newestDiagnosis } from './weigh-again.ts'

const MARKER_CHARACTERS = 12

/** Answers a question: by the environment's model within its small budget, and by the engine where there is none or it gives nothing that stands. */
export async function answerAloud(
  input: FollowUpInput,
  { row, evidence }: { readonly row: Diagnosis; readonly evidence: readonly Evidence[] },
  ports: AnswerContext,
): Promise<FollowUpAnswer> {
  const { words } = input.followUp
  const recorded = indexRecorded(evidence, newestDiagnosis(evidence, row))
  const own = answerQuestion(words, recorded)
  const kind = own.isAnswered ? 'answered' : 'not_answered'
  const model = words === '' ? null : await ports.openModel()
  if (model === null) return buildAnswer(own, { kind, evidence })
  await ports.wait()
  const ledger = ports.openLedger(evidence)
  const { stats, ...result } = await askWith(model, { input, recorded, ledger }, ports)
  const facts = { evidence: ledger.evidence(), model: model.model.name, stats }
  if (result.kind === 'points')
    return buildAnswer({ lead: 'From the recorded evidence:', points: result.points, notes: [] }, { kind: 'answered', ...facts })
  const note = `The evidence engine answered alone: ${result.why}.`
  return buildAnswer({ ...own, notes: [...own.notes, note] }, { kind, ...facts })
}

interface Question {
  readonly input: FollowUpInput
  readonly recorded: Recorded
  readonly ledger: Ledger
}

function askWith(model: ModelPorts, { input, recorded, ledger }: Question, { appendAudit, clock }: AnswerContext) {
  const { id, words } = input.followUp
  return askModelAbout(
    {
      words,
      recorded,
      ledger,
      // Nobody who writes logs or statements knows the id of the answer that quotes them.
      marker: contentHash(id).slice(0, MARKER_CHARACTERS),
      recordTurn: ({ number, summary }) => {
        const at = clock()
        // A repeated attempt spends anew, so its turns have keys of their own.
        const key = `model-turn:${id}:${number}:${at.toISOString()}`
        return appendAudit({
          key,
          at,
          actor: 'firstcause',
          action: 'model-turn',
          subject: id,
          reason: 'to answer a question',
          details: summary,
        })
      },
    },
    model,
  )
}
