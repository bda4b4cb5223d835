import type { Logger } from '../logger.ts'

export interface Cleanup {
  add(name: string, close: () => Promise<void>): void
  /** Closes everything once; later calls wait for the first. */
  run(): Promise<void>
}

/** Closes parts in the reverse order of their opening, each even when another one fails. */
export function createCleanup(logger: Logger): Cleanup {
  const parts: { readonly name: string; readonly close: () => Promise<void> }[] = []
  let running: Promise<void> | null = null
  async function closeAll(): Promise<void> {
    for (const { name, close } of parts.toReversed()) {
      await close().catch((error: unknown) => logger.warn({ error, part: name }, 'a part did not close cleanly'))
    }
  }
  return {
    add: (name: string, close: () => Promise<void>) => void parts.push({ name, close }),
    run: () => (running ??= closeAll()),
  }
}
