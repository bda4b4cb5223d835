import { NO_STATS, type FollowUpAnswer, type FollowUpRequest } from '../../domain/follow-up.ts'
import { AppError } from '../../errors.ts'
import type { FollowUpRow } from '../../store/port.ts'
import type { Run } from '../announcer.ts'
import type { AnswerPorts, FollowUpPorts, FollowUpVoice } from './ports.ts'
import { watchAnswer } from './watch-answer.ts'

interface Task {
  readonly followUp: FollowUpRow
  readonly run: Run
  readonly voice: FollowUpVoice
}

/**
 * Answers one mention in the thread of a run. Every step is repeatable: a statement is recorded once, the first answer that was saved is the
 * one that is posted, and the message is found instead of posted again. Rejects when another attempt may work.
 */
export async function runFollowUp(request: FollowUpRequest, ports: FollowUpPorts, signal: AbortSignal): Promise<void> {
  const found = await ports.store.loadFollowUp(request.followUpId)
  if (found === null) return
  const { followUp, incident, investigation } = found
  const voice = ports.openFollowUpVoice(followUp, { incident, investigation })
  const answer = found.answer ?? (await makeAnswer({ followUp, run: { incident, investigation }, voice }, ports, signal))
  await voice.say(answer)
}

async function makeAnswer({ followUp, run, voice }: Task, ports: FollowUpPorts, signal: AbortSignal): Promise<FollowUpAnswer> {
  const { store, clock, mayRead } = ports
  const watch = watchAnswer(followUp.id, ports)
  const { id } = run.investigation
  const making = AbortSignal.any([signal, watch.signal])
  try {
    const row = (await store.findDiagnosisOf(id))?.diagnosis ?? null
    const answerPorts: AnswerPorts = {
      clock,
      signal: making,
      recorded: await store.loadEvidence(id),
      append: (evidence) => store.appendEvidence(id, evidence),
      appendStatement: (said) => store.appendStatement(id, said),
      appendAudit: (entry) => store.appendAudit(entry),
      openModel: async () => (await ports.openModel?.(run, making)) ?? null,
      wait: () => voice.wait(),
      redactor: ports.redactor,
    }
    const answer = await ports.answerFollowUp({ followUp, run, row, mayRead }, answerPorts).catch(answerTooHard)
    // An answer made of half the reads is none; the next attempt makes it from what was recorded.
    signal.throwIfAborted()
    return await store.saveFollowUpAnswer(followUp.id, answer, { actor: 'firstcause', at: clock() })
  } finally {
    watch.end()
  }
}

/** What could not be read will not be readable for another process: the answer says so at once. */
function answerTooHard(cause: unknown): FollowUpAnswer {
  if (!(cause instanceof AppError) || cause.code !== 'telemetry_too_hard') throw cause
  return failedAnswer(`I could not answer this. ${cause.message} ${cause.remedy}`)
}

function failedAnswer(lead: string): FollowUpAnswer {
  const nothing = { points: [], notes: [], receipts: [], model: null, diagnosis: null, stats: NO_STATS }
  return { schema: 'firstcause.follow-up/1', kind: 'failed', lead, ...nothing }
}

/** Says that an answer could not be made, when its attempts are used up. */
export async function abandonFollowUp(request: FollowUpRequest, ports: FollowUpPorts): Promise<void> {
  const found = await ports.store.loadFollowUp(request.followUpId)
  if (found === null) return
  const { followUp, incident, investigation } = found
  const failed = failedAnswer('I could not answer this: it failed several times for a reason on my side. Ask again, or look at the log.')
  const answer = await ports.store.saveFollowUpAnswer(followUp.id, failed, { actor: 'firstcause', at: ports.clock() })
  try {
    await ports.openFollowUpVoice(followUp, { incident, investigation }).say(answer)
  } catch (cause) {
    // The thread may be what does not work; the stored answer counts.
    if (!(cause instanceof AppError) || cause.code !== 'slack_rejected') throw cause
  }
}
