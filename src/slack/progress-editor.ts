import type { EditBudget } from './edit-budget.ts'
import type { SlackMessage } from './limits.ts'

/** Milliseconds between two edits of one message; Slack and readers both tire of faster ones. */
const MIN_EDIT_GAP_MS = 2000
/** Wait after a failed edit before the newest state is tried again. */
const RETRY_MS = 5000
/** Longest wait for a state to be seen, in milliseconds: twice the gap, so that one edit under way and the next both fit. */
const MAX_SHOWN_WAIT_MS = 4000

/** Edits one message at a calm pace: of the states that come in while it waits, only the newest is shown. */
export interface ProgressEditor {
  /** Never throws and never waits. */
  show(message: SlackMessage): void
  /** Resolves when the newest state stands in the message, when an edit failed, or after a few seconds: nobody's work hangs on Slack. */
  shown(): Promise<void>
  /** Drops what waits; resolves when an edit under way has ended. Nothing is shown after it. */
  stop(): Promise<void>
}

export interface ProgressEditorOptions {
  /** Performs the edit; a rejection keeps the state for a later try. */
  readonly edit: (message: SlackMessage) => Promise<unknown>
  readonly budget: EditBudget
  readonly clock: () => Date
  /** When the message appeared, so that the first edit keeps its distance too. */
  readonly postedAt: Date
}

export function createProgressEditor(options: ProgressEditorOptions): ProgressEditor {
  let waiting: SlackMessage | null = null
  let timer: NodeJS.Timeout | null = null
  let underWay: Promise<void> | null = null
  let hasStopped = false
  let watchers: (() => void)[] = []
  let editedAt = options.postedAt.getTime()

  function schedule(delayMs: number): void {
    if (hasStopped || timer !== null || underWay !== null || waiting === null) return
    timer = setTimeout(attempt, Math.max(0, delayMs))
  }

  function gapMs(): number {
    return editedAt + MIN_EDIT_GAP_MS - options.clock().getTime()
  }

  function attempt(): void {
    timer = null
    const waitMs = options.budget.take()
    if (waitMs > 0) schedule(waitMs)
    else underWay = editNewest()
  }

  async function editNewest(): Promise<void> {
    const message = waiting
    waiting = null
    editedAt = options.clock().getTime()
    const failed =
      message !== null &&
      !(await options.edit(message).then(
        () => true,
        () => false,
      ))
    underWay = null
    if (failed) waiting ??= message
    if (failed || waiting === null) release()
    schedule(failed ? RETRY_MS : gapMs())
  }

  function release(): void {
    for (const resolve of watchers) resolve()
    watchers = []
  }

  return {
    show(message) {
      waiting = message
      schedule(gapMs())
    },
    async shown() {
      if (hasStopped || (waiting === null && underWay === null)) return
      const deadline = setTimeout(release, MAX_SHOWN_WAIT_MS)
      await new Promise<void>((resolve) => watchers.push(resolve))
      clearTimeout(deadline)
    },
    async stop() {
      hasStopped = true
      release()
      if (timer) clearTimeout(timer)
      await underWay
    },
  }
}
