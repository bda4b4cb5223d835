import { describe, expect, it } from 'vitest'
import { isInterruption, openDatabase } from '../../../src/telemetry/snapshot/database.ts'
import { findSnapshotFiles } from '../../../src/telemetry/snapshot/files.ts'
import { createSources } from '../../../src/telemetry/snapshot/snapshot.ts'
import { logRow, RECORD_COLUMNS, snapshotFolder, tsv } from './fixture.ts'

const ENDLESS = 'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b'

describe('telemetry/snapshot/interruption', () => {
  it('stops the statements of every session and says that it was no fault of theirs', async () => {
    const db = await openDatabase([])
    const sessions = [await db.session(), await db.session(), await db.session()]

    const running = sessions.map((session) => session.run(ENDLESS).catch((error: unknown) => error))
    // An interruption that comes before a statement has begun is lost.
    const interrupting = setInterval(() => db.interrupt(), 10)
    const failures = await Promise.all(running)
    clearInterval(interrupting)
    db.close()

    expect(failures.map(isInterruption)).toEqual([true, true, true])
    expect(isInterruption(new Error('Invalid Input Error: no such column'))).toBe(false)
  })

  it('does not take a load that was stopped for a damaged file, and loads anew when asked again', async () => {
    const db = await openDatabase([])
    const files = findSnapshotFiles(snapshotFolder({ 'otel_logs_raw.tsv': tsv(RECORD_COLUMNS, [logRow(1, 'orders', { body: 'one' })]) }))
    let isStopped = true
    const source = createSources(files, {
      ...db,
      async session() {
        const session = await db.session()
        const run = (sql: string) =>
          isStopped && sql.startsWith('COPY') ? Promise.reject(new Error('INTERRUPT Error: Interrupted!')) : session.run(sql)
        return { ...session, run }
      },
    })

    const stopped = await source('logs').catch((error: unknown) => error)
    isStopped = false
    const loaded = await source('logs')
    db.close()

    expect(isInterruption(stopped)).toBe(true)
    expect(loaded).toMatchObject({ rowCount: 1, problems: [] })
  })
})
