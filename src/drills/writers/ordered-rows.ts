import type { TsvFile } from './tsv.ts'

/**
 * Rows come out of the simulation a little out of order (a callee ends before its caller), the files are ordered by time.
 * Rows wait in one bucket per second until that second is over: bounded memory, whatever the size of the drill.
 */
export interface OrderedRows {
  add(at: number, cells: readonly string[]): void
  /** Writes everything before `seconds`; nothing earlier may be added afterwards. */
  flushBefore(seconds: number): void
  close(): void
  readonly rows: number
}

export function orderRows(file: TsvFile): OrderedRows {
  const buckets = new Map<number, { at: number; cells: readonly string[] }[]>()
  let next = Number.NEGATIVE_INFINITY
  function flushBefore(seconds: number): void {
    const due = [...buckets.keys()].filter((second) => second < seconds).sort((a, b) => a - b)
    for (const second of due) {
      const rows = buckets.get(second) ?? []
      rows.sort((a, b) => a.at - b.at)
      for (const row of rows) file.add(row.cells)
      buckets.delete(second)
    }
    next = Math.max(next, seconds)
  }
  return {
    get rows() {
      return file.rows
    },
    add(at, cells) {
      const second = Math.max(Math.floor(at), next)
      const bucket = buckets.get(second)
      if (bucket) bucket.push({ at, cells })
      else buckets.set(second, [{ at, cells }])
    },
    flushBefore,
    close() {
      flushBefore(Number.POSITIVE_INFINITY)
      file.close()
    },
  }
}
