import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../errors.ts'

const SQLITE_BUSY = 5

/**
 * Takes the one lock on an embedded folder and returns the function that frees it. PGlite has none of its own: two processes
 * in one folder lose rows. SQLite brings an operating-system lock that the kernel frees when the process dies, so nothing stale stays.
 * Throws `store_locked` when another process has it, `store_failed` when the file cannot be used.
 */
export function lockFolder(file: string): () => void {
  const holder = openHolder(file)
  try {
    holder.exec('PRAGMA busy_timeout=0; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE')
  } catch (cause) {
    holder.close()
    throw isBusy(cause) ? lockedBySomebody(file, cause) : unusable(file, cause)
  }
  return () => holder.close()
}

function openHolder(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file)
  } catch (cause) {
    throw unusable(file, cause)
  }
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY
}

function lockedBySomebody(file: string, cause: unknown): AppError {
  return new AppError('store_locked', `the data folder is in use by another process (${file})`, {
    remedy: 'stop firstcause or set DATABASE_URL',
    cause,
  })
}

function unusable(file: string, cause: unknown): AppError {
  return new AppError('store_failed', `the lock file cannot be used (${file})`, {
    remedy: 'check that the data folder is writable and that the file is not something else',
    cause,
  })
}
