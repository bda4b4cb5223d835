import { closeSync, constants, fstatSync, lstatSync, openSync, opendirSync, readSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'

// Everything that a recorded folder holds was put there by somebody else: a table may be a pipe that never answers, a device, or a link to a
// file of the machine that reads. So every format asks here before it opens, and gives nothing else a path that was not found here.

/** A file of the folder, by its path without links; `absent`; or there and not to be opened, in words for people. */
export type FoundFile =
  | { readonly status: 'file'; readonly path: string }
  | { readonly status: 'absent' }
  | { readonly status: 'refused'; readonly problem: Problem }

/** Without O_NONBLOCK opening a pipe waits for a writer, without O_NOFOLLOW a link could be put in its place; Windows has neither. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/**
 * Looks for the file `name` (forward slashes) of a folder without opening it. Only a regular file that lies inside the folder once all links are
 * resolved is found; anything else of that name is refused. Without a folder `name` is the path of a file that somebody named, which may lie anywhere and
 * is no link. Never throws and never waits.
 */
export function findRegularFile(dir: string | null, name: string): FoundFile {
  const refused = (what: string): FoundFile => ({ status: 'refused', problem: { where: name, record: null, what } })
  try {
    if (dir === null) return lstatSync(name).isFile() ? { status: 'file', path: name } : refused('it is no regular file and was not opened')
    const root = realpathSync.native(dir)
    const real = realpathSync.native(path.join(dir, name))
    if (!isInside(root, real)) return refused('it leads out of the folder and was not opened')
    return statSync(real).isFile() ? { status: 'file', path: real } : refused('it is no regular file and was not opened')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ELOOP') return refused('it is a link that leads back to itself and was not opened')
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return refused('the file could not be read')
    return dir !== null && isLink(path.join(dir, name)) ? refused('it is a link to something that is not there') : { status: 'absent' }
  }
}

/** True when the folder has something of that name, whether or not it may be opened. */
export function isThere(dir: string, name: string): boolean {
  return findRegularFile(dir, name).status !== 'absent'
}

/** An open file, to be closed by who asked; or why there is none. */
export type OpenedFile = { readonly status: 'open'; readonly fd: number; readonly bytes: number } | Exclude<FoundFile, { status: 'file' }>

/** Opens what `findRegularFile` finds and looks again at what was opened, so that it cannot be exchanged in between. Never throws or waits. */
export function openRegularFile(dir: string | null, name: string): OpenedFile {
  const found = findRegularFile(dir, name)
  if (found.status !== 'file') return found
  try {
    const fd = openSync(found.path, OPEN_FLAGS)
    const stats = fstatSync(fd)
    if (stats.isFile()) return { status: 'open', fd, bytes: stats.size }
    closeSync(fd)
    return { status: 'refused', problem: { where: name, record: null, what: 'it is no regular file and was not opened' } }
  } catch {
    return { status: 'refused', problem: { where: name, record: null, what: 'the file could not be read' } }
  }
}

/** The first `maxBytes` of an open file; fewer when it is shorter. Throws the file system's own error. */
export function readStart(fd: number, maxBytes: number): Buffer {
  const buffer = Buffer.alloc(maxBytes)
  let length = 0
  while (length < maxBytes) {
    const count = readSync(fd, buffer, length, maxBytes - length, length)
    if (count === 0) break
    length += count
  }
  return buffer.subarray(0, length)
}

/** Names looked at in one folder. A recording of a large cluster has some hundreds of files; the order of more is the file system's. */
export const MAX_FOLDER_ENTRIES = 20_000

/** The names in a folder, sorted, and whether there are more than are looked at. A folder that is not there or cannot be read has none. */
export function namesInFolder(dir: string): { readonly names: readonly string[]; readonly hasMore: boolean } {
  const names: string[] = []
  try {
    const folder = opendirSync(dir)
    try {
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
        if (names.length === MAX_FOLDER_ENTRIES) return { names: names.toSorted(), hasMore: true }
        names.push(entry.name)
      }
    } finally {
      folder.closeSync()
    }
  } catch {
    // Whether anything is missing is decided by who asked.
  }
  return { names: names.toSorted(), hasMore: false }
}

function isInside(root: string, real: string): boolean {
  const relative = path.relative(root, real)
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative)
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink()
  } catch {
    return false
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
