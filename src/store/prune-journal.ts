import type { Transaction } from './context.ts'
import type { JournalBounds } from './journal-port.ts'

/** Versions of one object that are kept: one that rewrites itself each minute must not push out all others. */
const MAX_VERSIONS_OF_ONE = 200

/** Removes what is too old, too many of one object, and too many bytes, in this order. */
export async function pruneJournal(tx: Transaction, cluster: string, { before, maxBytes, at }: JournalBounds) {
  const removed =
    (await tx.$executeRaw`DELETE FROM journal_versions WHERE id IN (SELECT id FROM (
      SELECT id, hash, observed_at, row_number() OVER newest AS place, lag(observed_at) OVER newest AS superseded_at
      FROM journal_versions WHERE cluster = ${cluster} WINDOW newest AS (PARTITION BY entity ORDER BY id DESC)) AS placed
      WHERE superseded_at < ${before} OR place > ${MAX_VERSIONS_OF_ONE} OR (place = 1 AND hash IS NULL AND observed_at < ${before}))`) +
    (await tx.$executeRaw`DELETE FROM journal_versions WHERE id IN (SELECT id FROM (
      SELECT id, place, sum(bytes) OVER (ORDER BY place = 1 DESC, id DESC) AS total FROM (
        SELECT id, bytes, row_number() OVER (PARTITION BY entity ORDER BY id DESC) AS place FROM journal_versions WHERE cluster = ${cluster}
      ) AS placed) AS summed WHERE place > 1 AND total > ${maxBytes})`)
  const lost = await tx.$executeRaw`DELETE FROM journal_versions WHERE id IN (SELECT id FROM (
      SELECT id, sum(bytes) OVER (ORDER BY id DESC) AS total FROM journal_versions WHERE cluster = ${cluster}) AS summed WHERE total > ${maxBytes})`
  if (lost > 0) {
    const why = `${lost} versions of objects that are there did not fit into ${maxBytes} bytes`
    await tx.journalGap.create({ data: { cluster, kind: null, namespace: null, from: null, to: at, reason: 'limit', why } })
  }
  await tx.journalGap.deleteMany({ where: { cluster, to: { lt: before } } })
  return { removed, lost }
}
