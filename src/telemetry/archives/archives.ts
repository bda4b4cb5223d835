import { fstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'
import { ARCHIVE_LIMITS, type ArchiveLimits } from './limits.ts'
import { unpackArchive } from './unpack-archive.ts'

/** The files of an archive, and what of it is not among them. */
interface Unpacked {
  /** A folder with regular files only, under the names that they have in the archive. */
  readonly dir: string
  /** `where` begins with the name of the archive. */
  readonly problems: readonly Problem[]
}

/** The archives of one recording, unpacked into temporary folders that end with it. */
export interface Archives {
  /**
   * `fd`: the open archive, which stays open; `name`: for people. The limits are shared by all archives that are unpacked here. An archive that was
   * unpacked before gives the same folder.
   */
  unpack(archive: { readonly fd: number; readonly name: string }): Promise<Unpacked>
  /** Removes what was unpacked. Safe to call twice. */
  close(): void
}

/** Makes its folder only for the first archive. The system's folder for temporary files is, in a process of a run, the one that ends with it. */
export function createArchives(limits: ArchiveLimits = ARCHIVE_LIMITS): Archives {
  const budget = { bytes: limits.unpackedBytes, entries: limits.entries }
  const known = new Map<string, Promise<Unpacked>>()
  let base: string | null = null

  async function unpack(fd: number, name: string): Promise<Unpacked> {
    base ??= mkdtempSync(path.join(os.tmpdir(), 'firstcause-archives-'))
    const dir = path.join(base, String(known.size))
    mkdirSync(dir)
    return { dir, problems: await unpackArchive({ fd, where: name, folder: dir, limits, budget }) }
  }

  return {
    unpack({ fd, name }) {
      const { dev, ino } = fstatSync(fd)
      const before = known.get(`${dev} ${ino}`)
      if (before !== undefined) return before
      const unpacked = unpack(fd, name)
      known.set(`${dev} ${ino}`, unpacked)
      return unpacked
    },
    close() {
      if (base !== null) rmSync(base, { recursive: true, force: true })
      base = null
    },
  }
}
