import { Parser, ReadEntry } from 'tar'
import type { ArchiveLimits, Budget } from './limits.ts'
import type { Loss, Losses } from './losses.ts'
import { readLinkTarget, readMemberName } from './member-name.ts'
import { createMemberFolder, type LongMember } from './member-folder.ts'

interface TarOptions {
  readonly folder: string
  readonly limits: ArchiveLimits
  readonly budget: Budget
  readonly losses: Losses
}

/** What an archive held. */
export interface TarContent {
  readonly entries: number
  /** Names of files that are archives themselves. */
  readonly nested: readonly string[]
  readonly long: readonly LongMember[]
  /** The file in which the bytes end; null when they end between files. */
  readonly cutIn: string | null
  /** Blocks of 512 bytes in which nothing begins although something should. */
  readonly damagedBlocks: number
  readonly hitEntryLimit: boolean
}

/** Takes the bytes of a tar archive in order. */
export interface TarSink {
  /** False once no more is wanted. */
  write(chunk: Buffer): boolean
  end(): TarContent
}

/** Puts the regular files of a tar archive below `folder`, each under its checked name. Makes no link, device or executable, and follows none. */
export function createTarSink({ folder, limits, budget, losses }: TarOptions): TarSink {
  const members = createMemberFolder(folder, limits.memberBytes)
  const links: { readonly from: string; readonly to: string | null }[] = []
  let [entries, damagedBlocks] = [0, 0]
  let cutIn: string | null = null
  let hitEntryLimit = false

  function take(entry: ReadEntry): void {
    if (budget.entries <= 0) hitEntryLimit = true
    if (hitEntryLimit) {
      entry.resume()
      return
    }
    budget.entries -= 1
    entries += 1
    const lost = takeEntry(entry)
    if (lost === null) return
    losses.add(lost, entry.path)
    entry.resume()
  }

  /** Null when the entry was taken. */
  function takeEntry(entry: ReadEntry): Loss | null {
    const read = readMemberName(entry.path)
    if ('refused' in read) return read.refused
    if (isLink(entry)) links.push({ from: entry.path, to: readLinkTarget(read.name, entry.linkpath ?? '', entry.type === 'Link') })
    else if (isFile(entry)) return takeFile(entry, read)
    else if (!isFolder(entry)) return 'special'
    entry.resume()
    return null
  }

  function takeFile(entry: ReadEntry, { name, isAbsolute }: { readonly name: string; readonly isAbsolute: boolean }): Loss | null {
    if (isAbsolute) losses.add('absolute', entry.path)
    if (members.hasFile(name)) losses.add('duplicate', entry.path)
    const file = members.create(name)
    if (file === null) return 'unwritable'
    entry.on('data', (chunk: Buffer) => file.write(chunk))
    entry.once('end', () => {
      if (!file.close()) losses.add('unwritable', entry.path)
    })
    return null
  }

  const parser = new Parser({
    onReadEntry: take,
    onwarn(code, _message, { entry, header }) {
      if (code === 'TAR_BAD_ARCHIVE' && entry instanceof ReadEntry) cutIn = entry.path
      if (code === 'TAR_ENTRY_INVALID' && header) damagedBlocks += 1
    },
  })
  parser.on('ignoredEntry', (entry: ReadEntry) => losses.add('sparse', entry.path))
  return {
    write(chunk) {
      parser.write(chunk)
      return !hitEntryLimit
    },
    end() {
      parser.end()
      // A link to what the archive holds hides nothing: it is there under its own name.
      for (const { from, to } of links) if (to === null || !members.has(to)) losses.add('link', from)
      return { entries, nested: members.nested(), long: members.long(), cutIn, damagedBlocks, hitEntryLimit }
    },
  }
}

function isFile({ type }: ReadEntry): boolean {
  return type === 'File' || type === 'OldFile' || type === 'ContiguousFile'
}

function isFolder({ type }: ReadEntry): boolean {
  return type === 'Directory' || type === 'GNUDumpDir'
}

function isLink({ type }: ReadEntry): boolean {
  return type === 'Link' || type === 'SymbolicLink'
}
