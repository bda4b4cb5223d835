import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { archiveKindOf, HEAD_BYTES } from './archive-kind.ts'
import { createMemberFile, type MemberFile } from './member-file.ts'

/** Only the owner reads what was unpacked. */
const FOLDER_MODE = 0o700

/** A file of which only head and tail were kept. */
export interface LongMember {
  readonly name: string
  readonly bytes: number
  readonly kept: number
}

/** The folder into which the files of one archive are put. */
interface MemberFolder {
  /** Opens a file for writing; null when none can be made under this name. */
  create(name: string): NewMember | null
  hasFile(name: string): boolean
  /** As a file or as a folder with files. */
  has(name: string): boolean
  /** Names of files that are archives themselves. */
  nested(): readonly string[]
  long(): readonly LongMember[]
}

interface NewMember {
  write(chunk: Buffer): void
  /** False when the disk did not take all of it. */
  close(): boolean
}

/** Keeps book of the files that are put below `folder`. Names are checked by who calls. */
export function createMemberFolder(folder: string, memberBytes: number): MemberFolder {
  const files = new Set<string>()
  const folders = new Set<string>()
  const nested = new Set<string>()
  const long: LongMember[] = []

  function closed(name: string, file: MemberFile, head: Buffer): void {
    const { bytes, kept } = file.close()
    if (kept < bytes) long.push({ name, bytes, kept })
    if (archiveKindOf(head) !== null) nested.add(name)
  }

  return {
    create(name) {
      const file = openMember(path.join(folder, name), memberBytes)
      if (file === null) return null
      files.add(name)
      for (const parent of parentsOf(name)) folders.add(parent)
      nested.delete(name)
      let head = Buffer.alloc(0)
      let isWhole = true
      return {
        write(chunk) {
          if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)])
          if (isWhole) isWhole = isDone(() => file.write(chunk))
        },
        close: () => isDone(() => closed(name, file, head)) && isWhole,
      }
    },
    hasFile: (name) => files.has(name),
    has: (name) => name === '' || files.has(name) || folders.has(name),
    nested: () => [...nested],
    long: () => long,
  }
}

function openMember(place: string, memberBytes: number): MemberFile | null {
  try {
    mkdirSync(path.dirname(place), { recursive: true, mode: FOLDER_MODE })
    return createMemberFile(place, memberBytes)
  } catch {
    return null
  }
}

/** A full disk costs the file at hand, not the run. */
function isDone(write: () => void): boolean {
  try {
    write()
    return true
  } catch {
    return false
  }
}

function parentsOf(name: string): readonly string[] {
  const parts = name.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}
