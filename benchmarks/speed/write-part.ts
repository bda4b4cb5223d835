import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const BYTES_PER_MB = 1_000_000
const QUOTE = 0x22

/** Copies a snapshot with only the first part of each table, ended at a line; gives the new folder. `size` is a ratio of bytes. */
export function writePart(source: string, { folder, size }: { readonly folder: string; readonly size: number }): string {
  const target = path.join(folder, `part-${size}`)
  for (const file of filesIn(source)) {
    const [from, to] = [path.join(source, file), path.join(target, file)]
    mkdirSync(path.dirname(to), { recursive: true })
    if (file.endsWith('.tsv')) writeFileSync(to, firstPart(readFileSync(from), size))
    else copyFileSync(from, to)
  }
  return target
}

/** Size of the files of a snapshot, in millions of bytes. */
export function folderMegabytes(dir: string): number {
  return filesIn(dir).reduce((sum, file) => sum + statSync(path.join(dir, file)).size, 0) / BYTES_PER_MB
}

// A line ends a record only outside quotes, that is after an even number of them.
function firstPart(content: Buffer, size: number): Buffer {
  let end = Math.max(content.lastIndexOf('\n', Math.floor(content.length * size)), content.indexOf('\n'))
  let quotes = countQuotes(content.subarray(0, end))
  while (quotes % 2 === 1 && end >= 0) {
    const next = content.indexOf('\n', end + 1)
    quotes += countQuotes(content.subarray(end, next))
    end = next
  }
  return content.subarray(0, end + 1)
}

function countQuotes(content: Buffer): number {
  return content.reduce((count, byte) => (byte === QUOTE ? count + 1 : count), 0)
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(path.join(dir, file)).isFile())
}
