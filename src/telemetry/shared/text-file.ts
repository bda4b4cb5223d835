import { closeSync } from 'node:fs'
import type { Problem } from '../../domain/reading.ts'
import { decodeText } from './decode-text.ts'
import { openRegularFile, readStart } from './regular-file.ts'

/** Most bytes of one recorded file that are read; 64 MiB keeps a folder of a dozen files well under the memory aim of 700 MB. */
const MAX_FILE_BYTES = 64 * 1024 * 1024

/** The text of one recorded file. `text` is null when the file is absent or unreadable; `problems` then says which. */
export interface TextFile {
  readonly name: string
  readonly text: string | null
  readonly problems: readonly Problem[]
}

/**
 * Reads one regular file of a recorded folder as text, up to `maxBytes`. A longer file is cut, bytes that are no text are replaced, and anything but a
 * regular file inside the folder is not opened; `problems` says so and how much is lost. Never throws, and never waits for a pipe.
 */
export function readTextFile(dir: string, name: string, maxBytes = MAX_FILE_BYTES): Promise<TextFile> {
  return Promise.resolve(readText(dir, name, maxBytes))
}

/** The same, at once. */
export function readText(dir: string | null, name: string, maxBytes = MAX_FILE_BYTES): TextFile {
  const file = openRegularFile(dir, name)
  if (file.status !== 'open') return { name, text: null, problems: file.status === 'refused' ? [file.problem] : [] }
  try {
    const { text, replaced } = decodeText(readStart(file.fd, Math.min(file.bytes, maxBytes)))
    return { name, text, problems: [...tooLong(name, file.bytes, maxBytes), ...replacedIn(name, replaced, file.bytes)] }
  } catch {
    return { name, text: null, problems: [{ where: name, record: null, what: 'the file could not be read' }] }
  } finally {
    closeSync(file.fd)
  }
}

function tooLong(name: string, bytes: number, maxBytes: number): Problem[] {
  const unreadable = { count: bytes - maxBytes, of: bytes, unit: 'bytes' } as const
  return bytes > maxBytes
    ? [{ where: name, record: null, what: `only the first ${maxBytes} bytes are read (MAX_FILE_BYTES)`, unreadable }]
    : []
}

/** Names bytes of a file that were no text; nothing when there was none. */
export function replacedIn(name: string, replaced: number, bytes: number): Problem[] {
  const unreadable = { count: replaced, of: bytes, unit: 'bytes' } as const
  return replaced > 0
    ? [{ where: name, record: null, what: 'bytes that are no valid UTF-8 were replaced and the rest is used', unreadable }]
    : []
}
