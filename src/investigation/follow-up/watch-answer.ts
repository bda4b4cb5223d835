import type { FollowUpPorts } from './ports.ts'

/** How often the store is asked whether somebody stopped it from another process. A stop must be noticed within 5 s. */
const STOP_POLL_MS = 1500

/** Aborts `signal` when somebody stops the making of an answer, in this process or another. A failing store is asked again. */
export function watchAnswer(
  followUpId: string,
  { store, board }: Pick<FollowUpPorts, 'store' | 'board'>,
): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const unwatch = board.watch(followUpId, () => controller.abort())
  const poll = async () => {
    const newest = await store.loadFollowUp(followUpId).catch(() => null)
    if (newest?.answer) controller.abort()
  }
  const timer = setInterval(() => void poll(), STOP_POLL_MS)
  return {
    signal: controller.signal,
    end() {
      clearInterval(timer)
      unwatch()
    },
  }
}
