import type { EditBudget } from './edit-budget.ts'
import type { SlackMessage } from './limits.ts'

/** Milliseconds between two edits of one message; Slack and readers both tire of faster ones. */
const MIN_EDIT_GAP_MS = 2000
/** Wait after a failed edit before the newest state is tried again. */
const RETRY_MS = 5000

/** Edits one message at a calm pace: of the states that come in while it waits, only the newest is shown. */
export interface ProgressEditor {
  /** Never throws and never waits. */
  show(message: SlackMessage): void
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
    schedule(failed ? RETRY_MS : gapMs())
  }

  return {
    show(message) {
      waiting = message
      schedule(gapMs())
    },
    async stop() {
      hasStopped = true
      if (timer) clearTimeout(timer)
      await underWay
    },
  }
}
