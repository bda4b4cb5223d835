import { closeSync, openSync, writeSync } from 'node:fs'

const BUFFER_CHARACTERS = 1_000_000

/** A file that is written row by row and holds at most a buffer in memory. */
export interface TsvFile {
  readonly rows: number
  add(cells: readonly string[]): void
  close(): void
}

/** Opens a tab-separated file with a header. Quotes a cell only when it must, as the recorder's writer does. Throws on a full disk. */
export function openTsv(path: string, header: readonly string[]): TsvFile {
  const handle = openSync(path, 'w')
  let buffer = `${header.join('\t')}\n`
  let rows = 0
  function flush(): void {
    if (buffer !== '') writeSync(handle, buffer)
    buffer = ''
  }
  return {
    get rows() {
      return rows
    },
    add(cells) {
      buffer += formatRow(cells)
      rows += 1
      if (buffer.length > BUFFER_CHARACTERS) flush()
    },
    close() {
      flush()
      closeSync(handle)
    },
  }
}

/** One line of the file, with its line end. */
function formatRow(cells: readonly string[]): string {
  let line = ''
  for (let index = 0; index < cells.length; index++) line += (index === 0 ? '' : '\t') + formatCell(cells[index] ?? '')
  return `${line}\n`
}

function formatCell(text: string): string {
  return /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
