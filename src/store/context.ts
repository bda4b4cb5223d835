import { AppError } from '../errors.ts'
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'
import { appendEntry } from './audit-chain.ts'
import type { AuditEntry, Enqueue } from './port.ts'

export type Transaction = Prisma.TransactionClient

/** What every part of the store works with. */
export interface StoreContext {
  readonly prisma: PrismaClient
  readonly enqueue: Enqueue
  readonly clock: () => Date
  readonly newId: () => string
}

export interface Change<T> {
  readonly result: T
  /** What the audit says about it; null when nothing changed. */
  readonly entry: AuditEntry | null
}

/**
 * Runs `work` and appends its audit entry in one transaction: both are stored or neither. Everything inside goes through `tx`; on the embedded
 * database a call beside it would wait for itself. The audit comes last, because its lock is held until the commit.
 */
export function recordChange<T>(context: StoreContext, work: (tx: Transaction) => Promise<Change<T>>): Promise<T> {
  return context.prisma.$transaction(async (tx) => {
    const { result, entry } = await work(tx)
    if (entry !== null) await appendEntry(tx, entry)
    return result
  })
}

/** The row, or `store_failed` naming what is missing: an id that no part of the program handed out. */
export function required<Row>(row: Row | null, what: string): Row {
  if (row !== null) return row
  throw new AppError('store_failed', `${what} is not in the database`, {
    remedy: 'check that DATABASE_URL or the data folder is the one it was stored in',
  })
}
