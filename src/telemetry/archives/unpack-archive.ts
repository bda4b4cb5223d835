import { closeSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'
import { archiveKindOf, HEAD_BYTES } from './archive-kind.ts'
import { problemOfEnding, problemsOfContent } from './archive-problems.ts'
import type { ArchiveLimits, Budget } from './limits.ts'
import { createLosses, type Losses } from './losses.ts'
import { createMemberFolder } from './member-folder.ts'
import { createTarSink, type TarSink } from './unpack-tar.ts'
import { readUnpackedBytes } from './unpacked-bytes.ts'

/** Levels of archives in archives that are opened: a bundle, and archives that lie in it. */
const MAX_LEVELS = 2

interface Unpacking {
  /** The open archive; it stays open. */
  readonly fd: number
  /** Its name, for people. */
  readonly where: string
  /** An empty folder that takes its files. */
  readonly folder: string
  readonly limits: ArchiveLimits
  readonly budget: Budget
  readonly level?: number
}

/**
 * Unpacks one archive (tar, packed with gzip or not, or any file packed with gzip alone) into a folder, and archives inside it into folders of their
 * names. Returns what was left out and why; what is whole of a cut or damaged archive is there. Rejects when the file system fails on the archive.
 */
export async function unpackArchive(unpacking: Unpacking): Promise<readonly Problem[]> {
  const { fd, where, limits, budget, level = 1 } = unpacking
  const losses = createLosses(where)
  const isGzip = archiveKindOf(readHead(fd)) === 'gzip'
  const sink = createSink(unpacking, losses)
  const ending = await readUnpackedBytes({ fd, isGzip, limits, budget }, (chunk) => sink.write(chunk))
  const content = sink.end()
  const nested = content.nested.map((name) => ({ name, unpacking: { ...unpacking, level: level + 1 } }))
  const inner: Problem[] = []
  for (const entry of nested) {
    if (level >= MAX_LEVELS) losses.add('too-deep', entry.name)
    else inner.push(...(await unpackNested(entry.name, entry.unpacking)))
  }
  return [
    ...problemOfEnding({ where, ending, content, limits }),
    ...problemsOfContent(where, content, limits),
    ...losses.problems(content.entries),
    ...inner,
  ]
}

/** Puts a folder (or, for a single packed file, that file) in the place of an archive that was unpacked with the others. */
async function unpackNested(name: string, outer: Unpacking): Promise<readonly Problem[]> {
  const place = path.join(outer.folder, name)
  // Beside the folder: inside it every name may be that of another file.
  const packed = `${outer.folder}-packed`
  renameSync(place, packed)
  const fd = openSync(packed, 'r')
  try {
    return await unpackArchive({ ...outer, fd, where: `${outer.where}/${name}`, folder: place })
  } finally {
    closeSync(fd)
    rmSync(packed)
  }
}

/** Tells by the first block whether a tar archive comes, which a file packed with gzip says only inside. */
function createSink({ where, folder, limits, budget }: Unpacking, losses: Losses): TarSink {
  let head = Buffer.alloc(0)
  let chosen: TarSink | null = null
  function choose(): TarSink {
    const tar = { folder, limits, budget, losses }
    return archiveKindOf(head) === 'tar' ? createTarSink(tar) : createFileSink(singleName(where), tar)
  }
  return {
    write(chunk) {
      if (chosen !== null) return chosen.write(chunk)
      head = Buffer.concat([head, chunk])
      if (head.length < HEAD_BYTES) return true
      chosen = choose()
      return chosen.write(head)
    },
    end() {
      if (chosen !== null) return chosen.end()
      chosen = choose()
      chosen.write(head)
      return chosen.end()
    },
  }
}

/** A single file that was packed without an archive around it. */
function createFileSink(name: string, { folder, limits, losses }: { folder: string; limits: ArchiveLimits; losses: Losses }): TarSink {
  const members = createMemberFolder(folder, limits.memberBytes)
  const file = members.create(name)
  return {
    write(chunk) {
      file?.write(chunk)
      return file !== null
    },
    end() {
      if (!file?.close()) losses.add('unwritable', name)
      return { entries: 1, nested: members.nested(), long: members.long(), cutIn: null, damagedBlocks: 0, hitEntryLimit: false }
    },
  }
}

function singleName(where: string): string {
  return path.posix.basename(where).replace(/\.gz$/i, '') || 'unpacked'
}

function readHead(fd: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  return head.subarray(0, readSync(fd, head, 0, HEAD_BYTES, 0))
}
