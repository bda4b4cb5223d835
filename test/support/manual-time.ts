import type { Timers } from '../../src/local-slack/timers.ts'

/** A clock and timers that stand still until a test moves them. */
export class ManualTime implements Timers {
  #now: number
  readonly #waiting: { at: number; run: () => void }[] = []

  constructor(start = Date.UTC(2026, 10, 2, 9, 0, 0)) {
    this.#now = start
  }

  readonly clock = (): Date => new Date(this.#now)

  after(delayMs: number, run: () => void): () => void {
    const entry = { at: this.#now + delayMs, run }
    this.#waiting.push(entry)
    return () => {
      const index = this.#waiting.indexOf(entry)
      if (index !== -1) this.#waiting.splice(index, 1)
    }
  }

  /** How long until each waiting timer, shortest first. */
  get waits(): readonly number[] {
    return this.#waiting.map((entry) => entry.at - this.#now).sort((a, b) => a - b)
  }

  /** Moves the clock and runs what has come due, in order of time. */
  advance(ms: number): void {
    this.#now += ms
    for (;;) {
      const due = this.#waiting.filter((entry) => entry.at <= this.#now).sort((a, b) => a.at - b.at)[0]
      if (!due) return
      this.#waiting.splice(this.#waiting.indexOf(due), 1)
      due.run()
    }
  }
}
