import type { InvestigationRow, Store } from '../store/port.ts'
import type { StopBoard } from './stop-board.ts'

/** How often the store is asked for a stop request of another process. A stop must be noticed within 5 s. */
const STOP_POLL_MS = 1500

export interface StopWatch {
  /** Aborts when somebody asked to stop the run. */
  readonly signal: AbortSignal
  /** Who asked; null while nobody did. */
  stoppedBy(): string | null
  /** Stops watching. */
  end(): void
}

/** Watches for a stop request: from this process at once, from others by asking the store. A failing store is asked again. */
export function watchStop(
  run: InvestigationRow,
  ports: { readonly store: Pick<Store, 'loadInvestigation'>; readonly board: StopBoard },
): StopWatch {
  const controller = new AbortController()
  let by: string | null = null
  const onStop = (who: string) => {
    by ??= who
    controller.abort()
  }
  const unwatch = ports.board.watch(run.id, onStop)
  const poll = async () => {
    const newest = await ports.store.loadInvestigation(run.id).catch(() => null)
    if (newest?.investigation.stopRequestedBy) onStop(newest.investigation.stopRequestedBy)
  }
  const timer = setInterval(() => void poll(), STOP_POLL_MS)
  if (run.stopRequestedBy) onStop(run.stopRequestedBy)
  return {
    signal: controller.signal,
    stoppedBy: () => by,
    end() {
      clearInterval(timer)
      unwatch()
    },
  }
}
