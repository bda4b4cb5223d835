import { NO_STATS, type FollowUpAnswer } from '../domain/follow-up.ts'
import type { InvestigationRow, Store, ThreadAddress } from '../store/port.ts'
import type { StopBoard } from './stop-board.ts'

export interface StopPorts {
  readonly store: Pick<
    Store,
    'requestStop' | 'findInvestigationsInThread' | 'loadInvestigation' | 'findOpenFollowUps' | 'saveFollowUpAnswer'
  >
  readonly board: StopBoard
  readonly clock: () => Date
}

/** `nothing_runs`: no run is at work there. `late`: it had ended, or somebody had asked before. `unknown`: no such run here. */
export type StopOutcome = 'requested' | 'nothing_runs' | 'late' | 'unknown'

/** Asks every run at work in a thread to stop; without one, every answer that is being worked on. */
export async function stopThread(thread: ThreadAddress, by: string, ports: StopPorts): Promise<StopOutcome> {
  const runs = (await ports.store.findInvestigationsInThread(thread)).filter(isAtWork)
  if (runs.length === 0) return stopFollowUps(thread, by, ports)
  const asked = await Promise.all(runs.map(({ id }) => requestStop(id, by, ports)))
  return asked.includes(true) ? 'requested' : 'late'
}

/** Asks one run to stop; `place` is the channel of the button, which must be the run's own. */
export async function stopRun(
  stop: { readonly investigationId: string; readonly channelId: string; readonly by: string },
  ports: StopPorts,
): Promise<StopOutcome> {
  const run = await ports.store.loadInvestigation(stop.investigationId)
  if (run === null || run.incident.channelId !== stop.channelId) return 'unknown'
  return (await requestStop(stop.investigationId, stop.by, ports)) ? 'requested' : 'late'
}

/** A stop is the answer, when it is the first: whoever works on another finds it there. */
async function stopFollowUps(thread: ThreadAddress, by: string, { store, board, clock }: StopPorts): Promise<StopOutcome> {
  const open = await store.findOpenFollowUps(thread)
  for (const { id } of open) {
    await store.saveFollowUpAnswer(id, stoppedAnswer(), { actor: `slack:${by}`, at: clock() })
    board.tell(id, by)
  }
  return open.length > 0 ? 'requested' : 'nothing_runs'
}

function stoppedAnswer(): FollowUpAnswer {
  const nothing = { points: [], notes: [], receipts: [], model: null, diagnosis: null, stats: NO_STATS }
  return { schema: 'firstcause.follow-up/1', kind: 'stopped', lead: 'Stopped before it was answered; ask again when you want.', ...nothing }
}

async function requestStop(investigationId: string, by: string, { store, board }: StopPorts): Promise<boolean> {
  const isAsked = await store.requestStop(investigationId, by)
  if (isAsked) board.tell(investigationId, by)
  return isAsked
}

function isAtWork({ state }: InvestigationRow): boolean {
  return state === 'queued' || state === 'running'
}
