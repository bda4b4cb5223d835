import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'

/** Most bytes of one recorded file that are read; 64 MiB keeps a folder of a dozen files well under the memory aim of 700 MB. */
const MAX_FILE_BYTES = 64 * 1024 * 1024

/** The text of one recorded file. `text` is null when the file is absent or unreadable; `problems` then says which. */
export interface TextFile {
  readonly name: string
  readonly text: string | null
  readonly problems: readonly Problem[]
}

/**
 * Reads one file of a recorded folder as UTF-8, up to `MAX_FILE_BYTES`; a longer file is cut and named in `problems`.
 * Never throws for an absent or unreadable file.
 */
export async function readTextFile(dir: string, name: string): Promise<TextFile> {
  try {
    await using file = await open(path.join(dir, name), 'r')
    const { size } = await file.stat()
    const buffer = Buffer.alloc(Math.min(size, MAX_FILE_BYTES))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    return { name, text: buffer.toString('utf8', 0, bytesRead), problems: size > MAX_FILE_BYTES ? [tooLong(name, size)] : [] }
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    return { name, text: null, problems: isAbsent ? [] : [{ where: name, record: null, what: 'the file could not be read' }] }
  }
}

function tooLong(name: string, size: number): Problem {
  return { where: name, record: null, what: `only the first ${MAX_FILE_BYTES} of ${size} bytes were read (MAX_FILE_BYTES)` }
}
