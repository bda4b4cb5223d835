import type { InvestigationRow, Store } from '../../store/port.ts'
import { startInvestigation, type Mention, type StartOutcome, type StartPorts } from '../start.ts'
import { readMentionKind } from './mention-kind.ts'

export interface ReceivePorts extends StartPorts {
  readonly store: StartPorts['store'] & Pick<Store, 'recordFollowUp' | 'findDiagnosisOf'>
}

/** `followed`: answered in the thread from what is recorded. `waiting`: kept until the run at work has ended. */
export type MentionOutcome = StartOutcome | { readonly kind: 'followed' | 'waiting'; readonly followUpId: string }

/**
 * Decides what a mention is: in a thread with an answered run it is about that run, unless it asks for a new one; a fact that somebody states
 * while a run is at work, or a question about an answer that is already there, is kept for its end; everything else starts a run. See docs/decisions/0040. Only queues; nothing is awaited.
 */
export async function receiveMention(mention: Mention, ports: ReceivePorts): Promise<MentionOutcome> {
  const runs = await ports.store.findInvestigationsInThread(mention.thread)
  const target = followedRun(runs, mention, await answeredAtWork(runs, ports))
  if (target === null) return startInvestigation(mention, ports)
  const { id, isWaiting } = await ports.store.recordFollowUp({
    investigationId: target.id,
    words: mention.question,
    askedBy: mention.by,
    askedTs: mention.askedTs,
    askedAt: mention.at,
  })
  return { kind: isWaiting ? 'waiting' : 'followed', followUpId: id }
}

/** The run at work whose answer people may already see while it is being ended; null when there is none. */
async function answeredAtWork(runs: readonly InvestigationRow[], { store }: ReceivePorts): Promise<InvestigationRow | null> {
  const atWork = runs.findLast(isAtWork)
  return atWork !== undefined && (await store.findDiagnosisOf(atWork.id)) !== null ? atWork : null
}

function isAtWork({ state }: InvestigationRow): boolean {
  return state === 'queued' || state === 'running'
}

/** The run that a mention is about; null when it asks for a run of its own. */
function followedRun(
  runs: readonly InvestigationRow[],
  { question, askedTs }: Mention,
  answered: InvestigationRow | null,
): InvestigationRow | null {
  const kind = readMentionKind(question)
  if (kind === 'again' || runs.some((run) => run.askedTs === askedTs)) return null
  const atWork = runs.findLast(isAtWork)
  if (atWork !== undefined) return kind === 'statement' ? atWork : answered
  return runs.findLast(({ state }) => state === 'answered') ?? null
}
