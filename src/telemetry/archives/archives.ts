import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
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
  /** `fd`: the open archive, which stays open; `name`: for people. The limits are shared by all archives that are unpacked here. */
  unpack(archive: { readonly fd: number; readonly name: string }): Promise<Unpacked>
  /** Removes what was unpacked. Safe to call twice. */
  close(): void
}

/** Makes its folder only for the first archive. The system's folder for temporary files is, in a process of a run, the one that ends with it. */
export function createArchives(limits: ArchiveLimits = ARCHIVE_LIMITS): Archives {
  const budget = { bytes: limits.unpackedBytes, entries: limits.entries }
  let base: string | null = null
  let count = 0
  return {
    async unpack({ fd, name }) {
      base ??= mkdtempSync(path.join(os.tmpdir(), 'firstcause-archives-'))
      count += 1
      const dir = path.join(base, String(count))
      mkdirSync(dir)
      return { dir, problems: await unpackArchive({ fd, where: name, folder: dir, limits, budget }) }
    },
    close() {
      if (base !== null) rmSync(base, { recursive: true, force: true })
      base = null
    },
  }
}
