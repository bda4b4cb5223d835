import { closeSync } from 'node:fs'
import path from 'node:path'
import type { Problem } from '../../domain/reading.ts'
import { AppError } from '../../errors.ts'
import { namesInFolder, openRegularFile, readStart } from '../shared/regular-file.ts'
import { archiveKindOf, foreignPackingOf, HEAD_BYTES } from './archive-kind.ts'
import type { Archives } from './archives.ts'

/** What somebody named, with the folder of its files in place of each archive. */
export interface Named {
  readonly paths: readonly string[]
  readonly problems: readonly Problem[]
}

/** Unpacks the archives among what somebody named. Throws `telemetry_not_recognised` for one that is packed in a way that is not opened. */
export async function unpackNamed(paths: readonly string[], archives: Archives): Promise<Named> {
  const problems: Problem[] = []
  const places: string[] = []
  for (const place of paths) {
    const unpacked = await unpackFile(null, place, archives)
    problems.push(...(unpacked?.problems ?? []))
    places.push(unpacked === null ? place : innerFolder(unpacked.dir))
  }
  return { paths: places, problems }
}

/** Names in a folder that is looked at for the one archive in it; a folder that holds an incident in an archive holds little else. */
const MAX_NAMES_BESIDE = 20

/** The folder of the files of the one archive that lies in a folder; null when there is none, several, or much else. */
export async function unpackOnly(dir: string, archives: Archives): Promise<string | null> {
  const { names } = namesInFolder(dir)
  if (names.length > MAX_NAMES_BESIDE) return null
  const packed = names.filter((name) => kindAt(dir, name) !== null)
  const [only] = packed
  if (only === undefined || packed.length > 1) return null
  const unpacked = await unpackFile(dir, only, archives)
  return unpacked === null ? null : innerFolder(unpacked.dir)
}

function kindAt(dir: string, name: string): ReturnType<typeof archiveKindOf> {
  const file = openRegularFile(dir, name)
  if (file.status !== 'open') return null
  try {
    return archiveKindOf(readStart(file.fd, HEAD_BYTES))
  } catch {
    return null
  } finally {
    closeSync(file.fd)
  }
}

async function unpackFile(dir: string | null, place: string, archives: Archives) {
  const file = openRegularFile(dir, place)
  if (file.status !== 'open') return null
  try {
    const head = readStart(file.fd, HEAD_BYTES)
    const foreign = foreignPackingOf(head)
    if (foreign !== null) {
      throw new AppError('telemetry_not_recognised', `${place} is ${foreign}, which is not opened`, {
        remedy: 'Unpack it and name the folder.',
      })
    }
    return archiveKindOf(head) === null ? null : await archives.unpack({ fd: file.fd, name: path.basename(place) })
  } finally {
    closeSync(file.fd)
  }
}

/** Most archives hold one folder that holds everything. */
function innerFolder(dir: string): string {
  const { names } = namesInFolder(dir)
  const [only] = names
  if (only === undefined || names.length > 1) return dir
  const inner = path.join(dir, only)
  return namesInFolder(inner).names.length > 0 ? innerFolder(inner) : dir
}
