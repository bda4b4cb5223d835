import { closeSync, lstatSync } from 'node:fs'
import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'
import { decodeText } from '../shared/decode-text.ts'
import { MAX_FOLDER_ENTRIES, namesInFolder, openRegularFile, readStart } from '../shared/regular-file.ts'
import { archiveKindOf, foreignPackingOf } from '../archives/archive-kind.ts'
import type { Archives } from '../archives/archives.ts'
import { contentOf, HEAD_CHARS, type Content } from './content.ts'

/** A file of a dump: where it lies, and what it is. */
export interface DumpFile {
  /** The folder that it may not lead out of; null for a file that somebody named. */
  readonly root: string | null
  /** Its path in that folder, forward slashes, or its whole path. */
  readonly place: string
  /** What people see of it: the path in the folder, or the name of the file. */
  readonly name: string
  readonly bytes: number
  readonly content: Content
}

export interface DumpFiles {
  readonly files: readonly DumpFile[]
  readonly problems: readonly Problem[]
}

/** Files that are looked at; the must-gather of a large cluster has some ten thousand. */
const MAX_FILES = 50_000
/** Folders inside of each other; a must-gather has eight. */
const MAX_DEPTH = 16

/**
 * The files of a dump that can be read, sorted by path, each told by its content: all those in the folders named, and the files named themselves. Links
 * that lead out of a folder, and what is no regular file, are named and not opened. Never throws.
 */
function listDumpFiles(paths: readonly string[]): DumpFiles {
  const problems: Problem[] = []
  const files = paths.flatMap((one) => (isFolder(one) ? filesBelow(one, problems) : [told(null, one, problems)]))
  const found = files.flatMap((file) => file ?? [])
  if (found.length > MAX_FILES)
    problems.push({ where: paths.join(', '), record: null, what: `only the first ${MAX_FILES} files were looked at (MAX_FILES)` })
  return { files: found.slice(0, MAX_FILES), problems }
}

/** The same, with the files of archives among them in the place of the archives. */
export async function gatherDumpFiles(paths: readonly string[], archives: Archives): Promise<DumpFiles> {
  const { files, problems } = listDumpFiles(paths)
  const gathered: DumpFiles[] = [{ files: files.filter(({ content }) => content !== 'archive'), problems }]
  for (const file of files) if (file.content === 'archive') gathered.push(await filesOfArchive(file, archives))
  return { files: gathered.flatMap((part) => part.files), problems: gathered.flatMap((part) => part.problems) }
}

async function filesOfArchive(archive: DumpFile, archives: Archives): Promise<DumpFiles> {
  const opened = openRegularFile(archive.root, archive.place)
  if (opened.status !== 'open') return { files: [], problems: [] }
  try {
    const { dir, problems } = await archives.unpack({ fd: opened.fd, name: archive.name })
    const inner = listDumpFiles([dir])
    return {
      files: inner.files.map((file) => ({ ...file, name: `${archive.name}/${file.name}` })),
      problems: [...problems, ...inner.problems.map((problem) => ({ ...problem, where: `${archive.name}/${problem.where}` }))],
    }
  } finally {
    closeSync(opened.fd)
  }
}

/** True when at least one file holds what Kubernetes or kubectl wrote; stops at the first. */
export function holdsDump(place: string): boolean {
  if (!isFolder(place)) return isTelling(told(null, place, []))
  for (const name of walk(place, [])) if (isTelling(told(place, name, []))) return true
  return false
}

/** Text that may be anything's log or table makes no dump by itself. */
function isTelling(file: DumpFile | null): boolean {
  return file !== null && !['other', 'log', 'table'].includes(file.content)
}

function filesBelow(root: string, problems: Problem[]): readonly (DumpFile | null)[] {
  return [...walk(root, problems)].sort().map((name) => {
    const file = told(root, name, problems)
    // A link to another file of the folder says nothing new: that file is read under its own name.
    return file !== null && isLink(path.join(root, name)) ? null : file
  })
}

/** The names of all files below a folder, folder by folder, at most one more than are read. */
function* walk(root: string, problems: Problem[]): Generator<string> {
  const open: { readonly name: string; readonly depth: number }[] = [{ name: '', depth: 0 }]
  let count = 0
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { names, hasMore } = namesInFolder(path.join(root, next.name))
    if (hasMore) problems.push({ where: next.name || '.', record: null, what: `only ${MAX_FOLDER_ENTRIES} of its names were looked at` })
    for (const entry of names) {
      const name = next.name === '' ? entry : `${next.name}/${entry}`
      if (isFolder(path.join(root, name))) {
        if (next.depth < MAX_DEPTH) open.push({ name, depth: next.depth + 1 })
        else problems.push({ where: name, record: null, what: `folders more than ${MAX_DEPTH} deep are not looked into (MAX_DEPTH)` })
      } else if (count++ <= MAX_FILES) yield name
      else return
    }
  }
}

function told(root: string | null, place: string, problems: Problem[]): DumpFile | null {
  const name = root === null ? path.basename(place) : place
  const file = openRegularFile(root, place)
  if (file.status === 'refused') problems.push(file.problem)
  if (file.status !== 'open') return null
  try {
    const head = readStart(file.fd, Math.min(file.bytes, HEAD_CHARS))
    const found = { root, place, name, bytes: file.bytes }
    if (archiveKindOf(head) !== null) return { ...found, content: 'archive' }
    const foreign = foreignPackingOf(head)
    if (foreign !== null) problems.push({ where: name, record: null, what: `it is ${foreign}, which is not opened; unpack it` })
    return { ...found, content: contentOf(decodeText(head).text, name) }
  } catch {
    problems.push({ where: name, record: null, what: 'the file could not be read' })
    return null
  } finally {
    closeSync(file.fd)
  }
}

function isLink(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** A link to a folder is not followed: it may lead anywhere, and in circles. */
function isFolder(dir: string): boolean {
  try {
    return lstatSync(dir).isDirectory()
  } catch {
    return false
  }
}
