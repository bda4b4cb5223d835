import { createHash } from 'node:crypto'
import { AppError } from '../errors.ts'
import { canonicalJson } from '../evidence/content-hash.ts'
import type { AuditEntry as AuditRow, Prisma, PrismaClient } from '../generated/prisma/client.ts'
import type { AuditEntry, Store } from './port.ts'
import { storableText } from '../domain/storable-text.ts'

/** Rows read at once while walking the chain; a page of large details stays far below a megabyte. */
const PAGE_ROWS = 500
const HEAD_ID = 1
/** What the first entry points at. */
const GENESIS_HASH = '0'.repeat(64)

interface Link {
  readonly seq: bigint
  readonly hash: string
}

/** Appends to the chain under the lock of its head row, so that all processes keep one chain. A known key appends nothing. */
export async function appendEntry(tx: Prisma.TransactionClient, entry: AuditEntry): Promise<void> {
  const head = await lockHead(tx)
  await insertAsHead(tx, buildRow(entry, head))
}

type ChainReport = Awaited<ReturnType<Store['verifyAudit']>>

/**
 * Walks the chain from the first entry to the head in pages. Finds edited, removed, inserted and reordered entries, and a tail
 * that was cut off or added without the head. Entries that other processes append meanwhile are left for the next walk.
 */
export async function verifyChain(prisma: PrismaClient): Promise<ChainReport> {
  const head = await prisma.auditHead.findUnique({ where: { id: HEAD_ID } })
  if (head === null) return { entries: 0, brokenAt: 0, head: GENESIS_HASH }
  let last: Link = { seq: 0n, hash: GENESIS_HASH }
  while (last.seq < head.seq) {
    const page = await prisma.auditEntry.findMany({
      where: { seq: { gt: last.seq, lte: head.seq } },
      orderBy: { seq: 'asc' },
      take: PAGE_ROWS,
    })
    const { end, brokenAt } = walkPage(page, last)
    if (brokenAt !== null) return { entries: Number(end.seq), brokenAt: Number(brokenAt), head: head.hash }
    last = end
  }
  return { entries: Number(last.seq), brokenAt: last.hash === head.hash ? await findBeyondHead(prisma) : Number(head.seq), head: head.hash }
}

/** `brokenAt` is the first seq that is missing or does not follow from the link before it; an empty page is a missing entry. */
function walkPage(page: readonly AuditRow[], before: Link): { readonly end: Link; readonly brokenAt: bigint | null } {
  let last = before
  for (const row of page) {
    if (!isNext(row, last)) return { end: last, brokenAt: last.seq + 1n }
    last = row
  }
  return { end: last, brokenAt: page.length === 0 ? last.seq + 1n : null }
}

function isNext(row: AuditRow, last: Link): boolean {
  return row.seq === last.seq + 1n && row.prevHash === last.hash && row.hash === hashRow(row)
}

/** One statement, so that an append in between cannot look like a forged tail. */
async function findBeyondHead(prisma: PrismaClient): Promise<number | null> {
  const rows = await prisma.$queryRaw<{ seq: bigint | null }[]>`
    SELECT min(seq) AS seq FROM audit_entries WHERE seq > (SELECT seq FROM audit_head WHERE id = ${HEAD_ID})`
  const seq = rows[0]?.seq ?? null
  return seq === null ? null : Number(seq)
}

async function lockHead(tx: Prisma.TransactionClient): Promise<Link> {
  const rows = await tx.$queryRaw<Link[]>`SELECT seq, hash FROM audit_head WHERE id = ${HEAD_ID} FOR UPDATE`
  const head = rows[0]
  if (head === undefined) {
    throw new AppError('store_tampered', 'the audit chain has lost its head', {
      remedy: 'run "firstcause audit verify"; nothing is stored without a trace',
    })
  }
  return head
}

/** One statement, because every append of every process waits for it. */
async function insertAsHead(tx: Prisma.TransactionClient, row: AuditRow): Promise<void> {
  const { seq, key, at, actor, action, subject, reason, detailsJson, prevHash, hash } = row
  await tx.$executeRaw`
    WITH added AS (
      INSERT INTO audit_entries (seq, key, at, actor, action, subject, reason, details_json, prev_hash, hash)
      VALUES (${seq}, ${key}, ${at}, ${actor}, ${action}, ${subject}, ${reason}, ${detailsJson}, ${prevHash}, ${hash})
      ON CONFLICT (key) DO NOTHING
      RETURNING seq, hash
    )
    UPDATE audit_head SET seq = added.seq, hash = added.hash FROM added WHERE id = ${HEAD_ID}`
}

function buildRow(entry: AuditEntry, head: Link): AuditRow {
  // Before they are hashed: what is stored must be what the hash was made of.
  const texts = {
    key: storableText(entry.key),
    actor: storableText(entry.actor),
    action: entry.action,
    subject: storableText(entry.subject),
    reason: storableText(entry.reason),
  }
  const row = { ...texts, at: entry.at, seq: head.seq + 1n, detailsJson: canonicalJson(entry.details), prevHash: head.hash }
  return { ...row, hash: hashRow(row) }
}

/** SHA-256, hex, over the hash before and the canonical JSON of everything the entry says, its place included. */
function hashRow(row: Omit<AuditRow, 'hash'>): string {
  const { key, at, actor, action, subject, reason, detailsJson } = row
  const content = canonicalJson({ seq: String(row.seq), key, at, actor, action, subject, reason, details: detailsJson })
  return createHash('sha256').update(row.prevHash).update(content).digest('hex')
}
