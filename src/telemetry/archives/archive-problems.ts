import type { Problem } from '../../domain/reading.ts'
import { showableLine } from '../../domain/showable.ts'
import type { ArchiveLimits } from './limits.ts'
import type { TarContent } from './unpack-tar.ts'
import type { BytesEnding } from './unpacked-bytes.ts'

interface Ended {
  readonly where: string
  readonly ending: BytesEnding
  readonly content: TarContent
  readonly limits: ArchiveLimits
}

/** Says where and why an archive ended before its end; nothing for a whole one. */
export function problemOfEnding({ where, ending, content, limits }: Ended): readonly Problem[] {
  const what = wordsFor(ending, content, limits)
  return what === null ? [] : [{ where, record: null, what }]
}

function wordsFor(ending: BytesEnding, content: TarContent, limits: ArchiveLimits): string | null {
  if (content.hitEntryLimit) return `only its first ${content.entries} entries are read (at most ${limits.entries} of all archives)`
  const inside = content.cutIn === null ? '' : `, inside ${showableLine(content.cutIn)}`
  const rest = 'what is whole before that is used'
  switch (ending.kind) {
    case 'whole':
      return content.cutIn === null ? null : `the archive ends too early${inside}; ${rest}`
    case 'refused':
      return null
    case 'cut':
      return `the archive ends too early, after ${ending.bytes} unpacked bytes${inside}; ${rest}`
    case 'damaged':
      return `the archive is damaged after ${ending.bytes} unpacked bytes${inside}; ${rest}`
    case 'unreadable':
      return `the archive could not be read further than ${ending.bytes} unpacked bytes${inside}; ${rest}`
    case 'bytes-limit':
      return `no more than ${limits.unpackedBytes} bytes of all archives are unpacked; this one was left after ${ending.bytes}${inside}`
    case 'ratio-limit':
      return `it unpacks to more than ${limits.ratio} times its size, as no recording does, and was left after ${ending.bytes} bytes${inside}`
  }
}

/** Says which files are not whole, and that damaged blocks were passed over. */
export function problemsOfContent(where: string, { long, damagedBlocks }: TarContent, { memberBytes }: ArchiveLimits): readonly Problem[] {
  const damaged = `the archive is damaged: ${damagedBlocks} blocks of 512 bytes were passed over in search of the next entry`
  return [
    ...(damagedBlocks === 0 ? [] : [{ where, record: null, what: damaged }]),
    ...long.map(({ name, bytes, kept }) => ({
      where: `${where}/${name}`,
      record: null,
      what: `of ${bytes} bytes only the beginning and the end were unpacked, ${kept} bytes (at most ${memberBytes} of one file)`,
      unreadable: { count: bytes - kept, of: bytes, unit: 'bytes' as const },
    })),
  ]
}
