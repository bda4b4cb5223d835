import { closeSync, readSync } from 'node:fs'
import type { Problem } from '../../domain/reading.ts'
import { decodeText } from './decode-text.ts'
import { openRegularFile, readStart } from './regular-file.ts'
import { replacedIn } from './text-file.ts'

/** A part of a file, with the byte at which it begins. */
export interface TextPart {
  readonly text: string
  readonly from: number
}

export interface TextEnds {
  /** The whole file, or how it begins and how it ends; none when it could not be read. */
  readonly parts: readonly TextPart[]
  readonly problems: readonly Problem[]
}

interface EndLimits {
  readonly startBytes: number
  readonly endBytes: number
}

/**
 * Reads a file of lines: whole when it is no longer than both limits together, otherwise its first and its last bytes, both cut at ends of lines, because
 * how a log began and how it ended says the most. How much lies between them is a problem. `dir` as in `findRegularFile`. Never throws.
 */
export function readTextEnds(dir: string | null, name: string, { startBytes, endBytes }: EndLimits): TextEnds {
  const file = openRegularFile(dir, name)
  if (file.status !== 'open') return { parts: [], problems: file.status === 'refused' ? [file.problem] : [] }
  try {
    const { fd, bytes } = file
    if (bytes <= startBytes + endBytes) return decoded(name, bytes, [{ buffer: readStart(fd, bytes), from: 0 }])
    const start = readStart(fd, startBytes)
    const end = Buffer.alloc(endBytes)
    const read = readSync(fd, end, 0, endBytes, bytes - endBytes)
    const skipped = end.indexOf('\n') + 1
    const kept = start.subarray(0, start.lastIndexOf('\n') + 1 || startBytes)
    const from = bytes - endBytes + skipped
    const unreadable = { count: from - kept.length, of: bytes, unit: 'bytes' } as const
    const what = `of ${bytes} bytes only the first ${kept.length} and the last ${bytes - from} are read`
    const { parts, problems } = decoded(name, bytes, [
      { buffer: kept, from: 0 },
      { buffer: end.subarray(skipped, read), from },
    ])
    return { parts, problems: [{ where: name, record: null, what, unreadable }, ...problems] }
  } catch {
    return { parts: [], problems: [{ where: name, record: null, what: 'the file could not be read' }] }
  } finally {
    closeSync(file.fd)
  }
}

function decoded(name: string, bytes: number, pieces: readonly { readonly buffer: Buffer; readonly from: number }[]): TextEnds {
  const read = pieces.map(({ buffer, from }) => ({ ...decodeText(buffer), from }))
  const replaced = read.reduce((sum, piece) => sum + piece.replaced, 0)
  return { parts: read.map(({ text, from }) => ({ text, from })), problems: replacedIn(name, replaced, bytes) }
}
