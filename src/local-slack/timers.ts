/** Runs `run` once after `delayMs`; the answer cancels it. Tests pass their own, so nothing has to sleep. */
export interface Timers {
  after(delayMs: number, run: () => void): () => void
}

/** Timers of the machine. They never keep the process alive: the server does. */
export const machineTimers: Timers = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
