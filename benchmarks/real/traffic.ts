import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from './stage.ts'

const REQUESTS_PER_SECOND = 3
/** Passengers wait longer than the desk does. */
const PATIENCE_MS = 12_000

/** Asks the desk as passengers do, whether or not it answers, until the stage ends. Never throws. */
export async function ask(stage: Stage, paths: readonly string[]): Promise<void> {
  for (let asked = 0; !stage.signal.aborted; asked += 1) {
    // Passengers do not come by the clock.
    await pause((1000 / REQUESTS_PER_SECOND) * 2 * Math.random())
    void askOnce(`http://127.0.0.1:${stage.port('desk')}${paths[asked % paths.length]}`, stage.signal)
  }
}

async function askOnce(url: string, signal: AbortSignal): Promise<void> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]) })
    await response.text()
  } catch {
    // What a passenger did not get, the desk has logged.
  }
}
