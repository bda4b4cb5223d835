import path from 'node:path'
import { showable } from '../../domain/showable.ts'

/** Why an entry is not read. */
export type Refusal = 'outside' | 'unprintable' | 'too-long'

/** Where an entry lies below the folder of its archive, with forward slashes; or why it lies nowhere. An empty name is the folder itself. */
type MemberName = { readonly name: string; readonly isAbsolute: boolean } | { readonly refused: Refusal }

/** Bytes of one part of a name and of the whole; what the common file systems take. */
const MAX_PART_BYTES = 255
const MAX_NAME_BYTES = 1024
const DRIVE = /^[A-Za-z]:[\\/]/

/**
 * Reads the name of an entry. An absolute name is taken as one inside the archive, as tar does; a name that leads out of it, holds what acts on a
 * screen instead of being shown, or is longer than file systems take, is refused. Never throws.
 */
export function readMemberName(raw: string): MemberName {
  if (showable(raw) !== raw || /[\n\t]/.test(raw)) return { refused: 'unprintable' }
  if (DRIVE.test(raw)) return { refused: 'outside' }
  const parts = raw.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..') || parts.some((part) => part.includes('\\'))) return { refused: 'outside' }
  const name = parts.join('/')
  if (Buffer.byteLength(name) > MAX_NAME_BYTES || parts.some((part) => Buffer.byteLength(part) > MAX_PART_BYTES))
    return { refused: 'too-long' }
  return { name, isAbsolute: raw.startsWith('/') }
}

/** The name that a link of the archive leads to, or null when it leads out of it. A hard link counts from the top, a symbolic one from its place. */
export function readLinkTarget(from: string, target: string, isHard: boolean): string | null {
  if (target.startsWith('/')) return null
  const joined = path.posix.normalize(isHard ? target : path.posix.join(path.posix.dirname(from), target))
  const read = readMemberName(joined)
  return 'refused' in read ? null : read.name
}
