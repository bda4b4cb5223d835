import { isUtf8 } from 'node:buffer'
import { open, type FileHandle } from 'node:fs/promises'
import { constants } from 'node:fs'
import { MAX_COLUMNS, MAX_HEADER_BYTES } from './header.ts'

/** One read; large enough that the system calls do not count, small enough for the cache of a processor. */
const CHUNK_BYTES = 1_048_576
const NEWLINE = 0x0a
const TAB = 0x09
/** Most bytes of one character after its first. */
const MAX_TAIL_BYTES = 3

/**
 * Looks at every byte of a table once, at the speed of memory, before the database sees it. False for bytes that are no UTF-8 or NUL, for more columns
 * or a longer header than are read, and for a line so long that the database might leave it out without a word: one such byte makes DuckDB
 * refuse its whole file or stop answering about all others. Throws when the file cannot be read.
 */
export async function isCleanTable(path: string): Promise<boolean> {
  await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  let position = 0
  for (;;) {
    const chunk = buffer.subarray(0, await fill(file, buffer, position))
    if (chunk.length === 0) return true
    const isLast = chunk.length < CHUNK_BYTES
    if (position === 0 && !hasUsableHeader(chunk)) return false
    const end = isLast ? chunk.length : chunk.length - tailBytes(chunk)
    if (!isUtf8(chunk.subarray(0, end)) || chunk.includes(0)) return false
    // A line of two chunks contains a whole one, which then has no end of line; a shorter line is within what the database takes.
    if (!isLast && !chunk.includes(NEWLINE)) return false
    position += end
  }
}

async function fill(file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let length = 0
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, position + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return length
}

function hasUsableHeader(start: Buffer): boolean {
  const end = start.indexOf(NEWLINE)
  if (end > MAX_HEADER_BYTES) return false
  // Without any end of line it is a header alone, or its lines end in another way.
  if (end === -1) return start.length <= MAX_HEADER_BYTES && !start.includes('\r')
  const tabs = start.subarray(0, end).reduce((count, byte) => (byte === TAB ? count + 1 : count), 0)
  return tabs < MAX_COLUMNS
}

/** Bytes at the end of a chunk that begin a character which ends in the next. */
function tailBytes(chunk: Buffer): number {
  for (let back = 1; back <= MAX_TAIL_BYTES; back += 1) {
    const byte = chunk[chunk.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back
  }
  return 0
}
