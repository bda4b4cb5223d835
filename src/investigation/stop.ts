import type { InvestigationRow, Store, ThreadAddress } from '../store/port.ts'
import type { StopBoard } from './stop-board.ts'

export interface StopPorts {
  readonly store: Pick<Store, 'requestStop' | 'findInvestigationsInThread' | 'loadInvestigation'>
  readonly board: StopBoard
}

/** `nothing_runs`: no run is at work there. `late`: it had ended, or somebody had asked before. `unknown`: no such run here. */
export type StopOutcome = 'requested' | 'nothing_runs' | 'late' | 'unknown'

/** Asks every run at work in a thread to stop. */
export async function stopThread(thread: ThreadAddress, by: string, ports: StopPorts): Promise<StopOutcome> {
  const runs = (await ports.store.findInvestigationsInThread(thread)).filter(isAtWork)
  if (runs.length === 0) return 'nothing_runs'
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

async function requestStop(investigationId: string, by: string, { store, board }: StopPorts): Promise<boolean> {
  const isAsked = await store.requestStop(investigationId, by)
  if (isAsked) board.tell(investigationId, by)
  return isAsked
}

function isAtWork({ state }: InvestigationRow): boolean {
  return state === 'queued' || state === 'running'
}
