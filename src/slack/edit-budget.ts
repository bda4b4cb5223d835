/** Edits a minute for all runs together. Slack allows about 50 for each workspace and app; the rest is for final states. */
const EDITS_PER_MINUTE = 40
const MINUTE_MS = 60_000

/** A bucket of edits that all running investigations share. */
export interface EditBudget {
  /** Takes one edit and returns 0, or takes nothing and returns the milliseconds until one is free. */
  take(): number
}

/** `clock` gives the current moment. The bucket starts full and refills evenly. */
export function createEditBudget(clock: () => Date, perMinute: number = EDITS_PER_MINUTE): EditBudget {
  const refillMs = MINUTE_MS / perMinute
  let tokens = perMinute
  let countedAt = clock().getTime()
  return {
    take() {
      const now = clock().getTime()
      tokens = Math.min(perMinute, tokens + (now - countedAt) / refillMs)
      countedAt = now
      if (tokens < 1) return Math.ceil((1 - tokens) * refillMs)
      tokens -= 1
      return 0
    },
  }
}
