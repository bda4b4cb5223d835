import { NO_STATS, type FollowUpAnswer, type FollowUpRequest } from '../../domain/follow-up.ts'
import { openLedger, type Ledger } from '../../evidence/ledger.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { AppError } from '../../errors.ts'
import { answerAloud } from './answer-aloud.ts'
import type { AnswerContext, FollowUpPorts, Task } from './ports.ts'
import { lazyTelemetry } from './lazy-telemetry.ts'
import { readMentionKind } from './mention-kind.ts'
import { takeUpStatement } from './take-up-statement.ts'
import { watchAnswer } from './watch-answer.ts'

/** Longest wait for one read in milliseconds: somebody waits in the thread. */
const READ_TIMEOUT_MS = 10_000
/** New reads that one answer may make: enough to test a new leading candidate or to look at one more page, not to investigate. */
const MAX_NEW_READS = 6

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

async function makeAnswer(task: Task, ports: FollowUpPorts, signal: AbortSignal): Promise<FollowUpAnswer> {
  const { id } = task.followUp
  const watch = watchAnswer(id, ports)
  const telemetry = lazyTelemetry(() => ports.openTelemetry(task.run.incident.environment))
  const open = (recorded: readonly Evidence[]) =>
    openAnswerLedger(recorded, { task, ports, telemetry, signal: AbortSignal.any([signal, watch.signal]) })
  try {
    const answer = await answerOrNote(task, { ...ports, openLedger: open, signal: AbortSignal.any([signal, watch.signal]) })
    // An answer made of half the reads is none; the next attempt makes it from what was recorded.
    signal.throwIfAborted()
    return await ports.store.saveFollowUpAnswer(id, answer, { actor: 'firstcause', at: ports.clock() })
  } finally {
    watch.end()
    await telemetry.close()
  }
}

async function answerOrNote(task: Task, ports: AnswerContext): Promise<FollowUpAnswer> {
  const { followUp, run } = task
  const row = (await ports.store.findDiagnosisOf(run.investigation.id))?.diagnosis ?? null
  const evidence = await ports.store.loadEvidence(run.investigation.id)
  if (row !== null && readMentionKind(followUp.words) === 'question') return answerAloud(task, { row, evidence }, ports)
  const message = `${run.incident.channelId}/${followUp.askedTs}`
  return takeUpStatement(
    { words: followUp.words, by: followUp.askedBy, saidAt: new Date(Number(followUp.askedTs) * 1000), message, row },
    { evidence, append: (statement) => ports.store.appendStatement(run.investigation.id, statement), openLedger: ports.openLedger },
  )
}

interface LedgerParts {
  readonly task: Task
  readonly ports: FollowUpPorts
  readonly telemetry: ReturnType<typeof lazyTelemetry>
  readonly signal: AbortSignal
}

function openAnswerLedger(recorded: readonly Evidence[], { task, ports, telemetry, signal }: LedgerParts): Ledger {
  const highest = recorded.reduce((most, { id }) => Math.max(most, Number(id.slice(1))), 0)
  return openLedger({
    telemetry,
    clock: ports.clock,
    signal,
    timeoutMs: READ_TIMEOUT_MS,
    maxReads: highest + MAX_NEW_READS,
    mayRead: ports.mayRead,
    recorded,
    append: (evidence) => ports.store.appendEvidence(task.run.investigation.id, evidence),
  })
}

/** Says that an answer could not be made, when its attempts are used up. */
export async function abandonFollowUp(request: FollowUpRequest, ports: FollowUpPorts): Promise<void> {
  const found = await ports.store.loadFollowUp(request.followUpId)
  if (found === null) return
  const { followUp, incident, investigation } = found
  const nothing = { points: [], notes: [], receipts: [], model: null, diagnosis: null, stats: NO_STATS }
  const lead = 'I could not answer this: it failed several times for a reason on my side. Ask again, or look at the log.'
  const failed: FollowUpAnswer = { schema: 'firstcause.follow-up/1', kind: 'failed', lead, ...nothing }
  const answer = await ports.store.saveFollowUpAnswer(followUp.id, failed, { actor: 'firstcause', at: ports.clock() })
  try {
    await ports.openFollowUpVoice(followUp, { incident, investigation }).say(answer)
  } catch (cause) {
    // The thread may be what does not work; the stored answer counts.
    if (!(cause instanceof AppError) || cause.code !== 'slack_rejected') throw cause
  }
}
