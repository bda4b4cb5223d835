import { existsSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { AppError } from '../errors.ts'
import { embeddedPaths } from '../store/embedded.ts'
import { openStore } from '../store/open-store.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/port.ts'
import { tell } from './terminal.ts'

/**
 * Opens the store of a running or stopped firstcause for a command that looks at it. Throws `store_locked` when the embedded folder is in use, and
 * `store_failed` when there is none: a command that only looks must not leave a new empty database behind.
 */
export async function openRecorded({ databaseUrl, dataDir }: Pick<Settings, 'databaseUrl' | 'dataDir'>): Promise<Store> {
  if (databaseUrl === null && !existsSync(embeddedPaths(dataDir).database)) {
    throw new AppError('store_failed', `there is no database in ${dataDir}`, {
      remedy: 'name the folder of a firstcause that has run with FIRSTCAUSE_DATA_DIR, or its server with DATABASE_URL',
    })
  }
  const opened = await openStore({ databaseUrl, dataDir, clock: () => new Date(), newId: randomUUID, warn: sayOnStderr })
  return opened.createStore(() => Promise.reject(new Error('a command that looks at the store enqueues nothing')))
}

function sayOnStderr(message: string, details: Readonly<Record<string, unknown>>): void {
  tell(`${message}: ${JSON.stringify(details)}`)
}
