import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A file system in memory on Linux; elsewhere the system's temporary folder serves, only slower. */
const MEMORY = '/dev/shm'
const PREFIX = 'firstcause-databases-'
/** A database is about 30 MB, its 16 MB of write-ahead log included; a few are open at once, and containers often give 64 MB in all. */
const NEEDED_BYTES = 1_000_000_000

/**
 * A new folder for a test's database, `name` in its name; whoever made it removes it. In memory where there is room: copying the thousand small
 * files of a database takes 0.05 s there and ten times as long on a disk. All folders of one process (a worker of the tests) lie in one.
 */
export function makeDatabaseFolder(name: string): string {
  const parent = path.join(hasMemoryFolder() ? MEMORY : tmpdir(), `${PREFIX}${process.pid}`)
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(path.join(parent, `${name}-`))
}

/** Removes what processes that are gone have left behind, in memory and on the disk. */
export function removeDeadDatabaseFolders(): void {
  for (const place of [MEMORY, tmpdir()].filter((folder) => existsSync(folder)))
    for (const name of readdirSync(place))
      if (name.startsWith(PREFIX) && !isAlive(Number(name.slice(PREFIX.length))))
        rmSync(path.join(place, name), { recursive: true, force: true })
}

function hasMemoryFolder(): boolean {
  if (!existsSync(MEMORY)) return false
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize > NEEDED_BYTES
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
