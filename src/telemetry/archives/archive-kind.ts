import { Header } from 'tar'

/** The archives that are opened. */
type ArchiveKind = 'gzip' | 'tar'

/** Bytes of the start of a file that tell what it is: one block of tar. */
export const HEAD_BYTES = 512

const GZIP = Buffer.from([0x1f, 0x8b, 0x08])
/** Ways to pack that people use and that are not opened, by their first bytes. Sources: APPNOTE.TXT 4.3.7, RFC 8878, xz-file-format 2.1.1.1, bzip2. */
const FOREIGN: readonly (readonly [start: Buffer, words: string])[] = [
  [Buffer.from([0x50, 0x4b, 0x03, 0x04]), 'a zip archive'],
  [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 'packed with zstd'],
  [Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), 'packed with xz'],
  [Buffer.from('BZh'), 'packed with bzip2'],
  [Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), 'a 7z archive'],
]

/** Which archive begins with these bytes (`HEAD_BYTES` of them, fewer when the file is shorter), whatever its name; null when none does. */
export function archiveKindOf(head: Buffer): ArchiveKind | null {
  if (head.subarray(0, GZIP.length).equals(GZIP)) return 'gzip'
  return isTarHeader(head) ? 'tar' : null
}

/** What a file is that begins with these bytes and is packed in a way that is not opened, in words that follow "it is"; null for all else. */
export function foreignPackingOf(head: Buffer): string | null {
  return FOREIGN.find(([start]) => head.subarray(0, start.length).equals(start))?.[1] ?? null
}

/** A block of tar carries the sum of its own bytes, in old archives without a magic word, too. */
function isTarHeader(head: Buffer): boolean {
  if (head.length < HEAD_BYTES) return false
  try {
    const header = new Header(head, 0)
    return header.cksumValid && Boolean(header.path)
  } catch {
    return false
  }
}
