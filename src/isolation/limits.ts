/** What one process of the pool may use before it is ended. */
export interface Limits {
  /** Longest time in milliseconds that it may keep a processor busy without coming up for air. */
  readonly stallMs: number
  /** Most memory of the whole process, heap and native, in bytes. */
  readonly memoryBytes: number
  /** Most bytes of its temporary files. */
  readonly temporaryBytes: number
}

const SECOND_MS = 1000
const MEGABYTE = 1_000_000

/**
 * A real-size recording (784 MB of files) needs about 500 MB of memory, as much again in temporary files, and holds its thread for two seconds
 * at most. Each default is a multiple of that, so that only what cannot end meets it.
 */
export const DEFAULT_LIMITS: Limits = { stallMs: 20 * SECOND_MS, memoryBytes: 1_500 * MEGABYTE, temporaryBytes: 8_000 * MEGABYTE }

/** Why a process was ended, or ended by itself. */
export type KillReason = 'stalled' | 'memory' | 'temporary' | 'silent' | 'stopped' | 'crashed'

/** The reason in words that follow the name of a part: `logs: <words>`. */
export function wordsForKill(reason: KillReason, { stallMs, memoryBytes, temporaryBytes }: Limits): string {
  switch (reason) {
    case 'stalled':
      return `it kept a processor busy for more than ${stallMs / SECOND_MS} s without a pause`
    case 'memory':
      return `it needed more than ${Math.round(memoryBytes / MEGABYTE)} MB of memory`
    case 'temporary':
      return `its temporary files took more than ${Math.round(temporaryBytes / MEGABYTE)} MB`
    case 'silent':
      return 'nothing was heard of it any more'
    case 'stopped':
      return 'it did not end when it was stopped'
    case 'crashed':
      return 'the process that read it broke down'
  }
}
