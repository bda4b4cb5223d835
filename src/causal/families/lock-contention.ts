import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** Work waits for locks that other work holds, or two wait for each other and one is given up. */
export const lockContention = statedFault({
  mechanism: 'lock_contention',
  statements: [
    {
      words:
        /process \d{1,9} still waiting for \w{3,30}Lock|ERROR: {2}(?:deadlock detected|canceling statement due to lock timeout)|\[InnoDB\] Transactions deadlock detected/,
      source: 'PostgreSQL and InnoDB in their own logs',
      example: 'LOG:  process 311 still waiting for ShareLock on transaction 77 after 1000.211 ms',
    },
    {
      words: /deadlock (?:detected|found)|\b40P01\b|Deadlock found when trying to get lock/i,
      source: 'PostgreSQL; MySQL 1213',
      example: 'ERROR: deadlock detected',
      isEffect: true,
    },
    {
      words: /[Ll]ock wait timeout exceeded|could not obtain lock|canceling statement due to lock timeout/,
      source: 'MySQL 1205; PostgreSQL 55P03, as clients repeat them',
      example: 'Lock wait timeout exceeded; try restarting transaction',
      isEffect: true,
    },
    {
      words: /WriteConflict|LockTimeout|Unable to acquire .{1,40}lock/,
      source: 'MongoDB',
      example: 'WriteConflict error: this operation conflicted with another operation',
      isEffect: true,
    },
    {
      words: /deadlocked on lock resources|deadlock victim|Lock request time out period exceeded/,
      source: 'SQL Server 1205 and 1222',
      example:
        'Transaction (Process ID 64) was deadlocked on lock resources with another process and has been chosen as the deadlock victim',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /locks?_(?:waiting|count|blocked)|blocked_(?:queries|sessions|processes)|deadlocks|innodb_row_lock/i,
      goes: 'up',
      source: 'postgres and mysqld exporters',
      example: 'pg_locks_waiting',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'no session that waits for a lock, at',
  remedy: (entity) =>
    byHand('other', `look who holds the lock in ${nameIn(entity, 'the store')}, and end that session if its work may be lost`, {
      risk: 'What the ended session was doing is rolled back.',
      undo: 'Start that work again.',
    }),
})
