import { entityId } from '../domain/entity.ts'
import type { JournalGap, JournalVersion } from '../domain/journal.ts'
import type { Journal as JournalRow, JournalGap as GapRow, JournalVersion as VersionRow } from '../generated/prisma/client.ts'
import type { StoreContext, Transaction } from './context.ts'
import type { JournalEntry, JournalHolder, JournalStore } from './journal-port.ts'
import { pruneJournal } from './prune-journal.ts'

/** Versions, and bytes of them, that one answer holds: they travel to the process of a run. */
const MAX_READ_VERSIONS = 5000
const MAX_READ_BYTES = 33_554_432

/** The journals of clusters. */
export function journalStore({ prisma, clock }: StoreContext): JournalStore {
  return {
    holdJournal: ({ cluster, holder, at, until, isKept }) =>
      prisma.$transaction(async (tx) => {
        await tx.journal.createMany({ data: [{ cluster, holder, since: at, renewedAt: NEVER, until: NEVER }], skipDuplicates: true })
        const [row] = await lock(tx, cluster)
        if (row === undefined || (row.holder !== holder && row.until > at)) return null
        const isFirst = row.renewed_at <= NEVER
        const kept = isKept ? { renewedAt: at, ...(isFirst ? { since: at } : {}) } : {}
        await tx.journal.update({ where: { cluster }, data: { holder, until, ...kept } })
        return { heldBefore: isFirst ? null : row.renewed_at }
      }),

    async releaseJournal({ cluster, holder }, at) {
      await prisma.journal.updateMany({ where: { cluster, holder }, data: { until: at } })
    },

    async loadJournalHeads(cluster) {
      const rows = await prisma.$queryRaw<readonly HeadRow[]>`
        SELECT entity, kind, hash, changed_at AS "changedAt" FROM (
          SELECT DISTINCT ON (entity) entity, kind, hash, changed_at FROM journal_versions WHERE cluster = ${cluster} ORDER BY entity, id DESC
        ) AS newest WHERE hash IS NOT NULL`
      return rows.map(({ entity, ...rest }) => ({ ...rest, entity: entityId.parse(entity) }))
    },

    recordJournal: (holder, entry) =>
      prisma.$transaction(async (tx) => {
        const [row] = await lock(tx, holder.cluster)
        if (row?.holder !== holder.holder) return false
        await record(tx, holder, entry)
        return true
      }),

    async readJournal(cluster, since) {
      const journal = await prisma.journal.findUnique({ where: { cluster } })
      if (journal === null || journal.renewedAt <= NEVER) return null
      const rows = await prisma.$queryRaw<readonly { readonly id: bigint; readonly total: bigint; readonly place: bigint }[]>`
        SELECT id, sum(bytes) OVER (ORDER BY id DESC)::bigint AS total, row_number() OVER (ORDER BY id DESC) AS place FROM journal_versions
        WHERE cluster = ${cluster} AND (observed_at > ${since} OR id IN (
          SELECT max(id) FROM journal_versions WHERE cluster = ${cluster} AND observed_at <= ${since} AND entity IN (
            SELECT entity FROM journal_versions WHERE cluster = ${cluster} AND observed_at > ${since}) GROUP BY entity))`
      const taken = rows.filter(({ total, place }) => total <= MAX_READ_BYTES && place <= MAX_READ_VERSIONS)
      const versions = await prisma.journalVersion.findMany({ where: { id: { in: taken.map(({ id }) => id) } }, orderBy: { id: 'asc' } })
      const gaps = await prisma.journalGap.findMany({
        where: { cluster, OR: [{ to: null }, { to: { gt: since } }] },
        orderBy: { id: 'asc' },
      })
      return {
        versions: versions.map(versionOf),
        leftOut: rows.length - taken.length,
        gaps: [...gaps.map(gapOf), ...sinceRenewal(journal, clock())],
      }
    },

    pruneJournal: (cluster, bounds) => prisma.$transaction((tx) => pruneJournal(tx, cluster, bounds)),

    async journalStates() {
      const journals = await prisma.journal.findMany({ orderBy: { cluster: 'asc' } })
      return Promise.all(
        journals.map(async ({ cluster, since, renewedAt }) => {
          const [sums] = await prisma.$queryRaw<readonly { readonly versions: number; readonly bytes: number }[]>`
            SELECT count(*)::int AS versions, coalesce(sum(bytes), 0)::float8 AS bytes FROM journal_versions WHERE cluster = ${cluster}`
          const gap = await prisma.journalGap.findFirst({ where: { cluster }, orderBy: { id: 'desc' } })
          return { cluster, since, renewedAt, versions: 0, bytes: 0, ...sums, newestGap: gap === null ? null : gapOf(gap) }
        }),
      )
    },
  }
}

/** Nobody has said for too long that the journal is kept. */
function sinceRenewal({ renewedAt: from, until }: JournalRow, now: Date): readonly JournalGap[] {
  return until >= now ? [] : [{ kind: null, namespace: null, from, to: null, reason: 'start', why: 'the journal is not kept' }]
}

/** In place of a moment that never was. */
const NEVER = new Date(0)

interface HeadRow {
  readonly entity: string
  readonly kind: string
  readonly hash: string
  readonly changedAt: Date | null
}

interface LockedRow {
  readonly holder: string
  readonly renewed_at: Date
  readonly until: Date
}

/** Two holders of one moment take turns. */
function lock(tx: Transaction, cluster: string): Promise<readonly LockedRow[]> {
  return tx.$queryRaw<readonly LockedRow[]>`SELECT holder, renewed_at, until FROM journals WHERE cluster = ${cluster} FOR UPDATE`
}

async function record(tx: Transaction, { cluster }: JournalHolder, { versions, opened, ended }: JournalEntry): Promise<void> {
  if (versions.length > 0)
    await tx.journalVersion.createMany({
      data: versions.map((version) => ({ ...version, cluster, bytes: Buffer.byteLength(version.objectJson ?? '') })),
    })
  for (const { kind, namespace, to } of ended)
    await tx.journalGap.updateMany({ where: { cluster, kind, namespace, to: null }, data: { to } })
  for (const gap of opened) {
    const { kind, namespace } = gap
    const isOpen = gap.to === null && (await tx.journalGap.count({ where: { cluster, kind, namespace, to: null } })) > 0
    if (!isOpen) await tx.journalGap.create({ data: { ...gap, cluster } })
  }
}

function versionOf({ id, cluster: _cluster, bytes: _bytes, entity, ...rest }: VersionRow): JournalVersion {
  return { ...rest, id: Number(id), entity: entityId.parse(entity) }
}

function gapOf({ id: _id, cluster: _cluster, reason, ...rest }: GapRow): JournalGap {
  return { ...rest, reason: reason as JournalGap['reason'] }
}
