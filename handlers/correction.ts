import { readCorrection, type Correction } from '../src/slack/correction-modal.ts'
import { judgeRefusal } from './judge-refusal.ts'
import { NOT_ALLOWED, NOT_MINE } from './note-to.ts'
import type { HandlerPorts, Submission } from './ports.ts'

/** The correction form: checked on its face in the acknowledgement, then stored and shown on the message. */
export async function onCorrection(ports: HandlerPorts, submission: Submission): Promise<void> {
  const correction = tryRead(submission.view)
  if (correction === null) return submission.refuse({ note: 'This form is not one of mine. Close it and open it again.' })
  if (!correction.ok) return submission.refuse(correction.errors)
  await submission.accept()
  const refusal = await store(ports, submission, correction)
  const { channelId } = correction.context
  if (refusal !== null) await ports.screen.note({ channelId, userId: submission.userId, threadTs: null }, refusal)
}

/** Null when it was stored; otherwise what to tell the person. */
async function store(ports: HandlerPorts, submission: Submission, correction: Correction & { ok: true }): Promise<string | null> {
  const { context, word, trueCauses, note } = correction
  if (!ports.mayJudge(submission.userId)) return NOT_ALLOWED
  if ((await ports.findAnswer(context)) === null) return NOT_MINE
  const verdict = {
    diagnosisId: context.diagnosisId,
    word,
    trueCauses: [...trueCauses],
    note,
    by: submission.userId,
    at: submission.receivedAt,
  }
  const outcome = await ports.judge({ verdict, deliveryId: submission.deliveryId, isChange: context.mode === 'change' })
  await ports.refreshAnswer(context.diagnosisId)
  return judgeRefusal(outcome)
}

function tryRead(view: unknown): Correction | null {
  try {
    return readCorrection(view)
  } catch {
    // An edited payload: the person is told, nothing else happens.
    return null
  }
}
