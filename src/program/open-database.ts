import { openJobs, type Jobs } from '../jobs/open-jobs.ts'
import type { Logger } from '../logger.ts'
import type { Settings } from '../settings.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/port.ts'

export interface Database {
  readonly store: Store
  readonly jobs: Jobs
  /** Waits for jobs in hand, then closes both. */
  close(): Promise<void>
}

/** Opens the store and the queues in one database. Throws `store_*`; what was open by then is closed. */
export async function openDatabase(
  settings: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  options: { readonly clock: () => Date; readonly newId: () => string; readonly logger: Logger },
): Promise<Database> {
  const warn = (message: string, details: Readonly<Record<string, unknown>>) => options.logger.warn(details, message)
  const { databaseUrl, dataDir } = settings
  const opened = await openStore({ databaseUrl, dataDir, clock: options.clock, newId: options.newId, warn })
  try {
    const jobs = await openJobs({ connection: opened.connection, warn })
    const close = async () => {
      await jobs.stop()
      await opened.close()
    }
    return { store: opened.createStore((tx, job) => jobs.enqueue(tx, job)), jobs, close }
  } catch (cause) {
    await opened.close()
    throw cause
  }
}
