import { CALLS_FAIL } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A database moved to its standby: connections break, and what was being written may have to be written again. */
export const databaseFailover = statedFault({
  mechanism: 'database_failover',
  statements: [
    {
      words:
        /fail-?over (?:initiated|started|in progress|completed|from)|promot(?:ed|ing) (?:to (?:primary|master|leader)|replica|standby)/i,
      source: 'managed databases; Patroni; Redis Sentinel',
      example: 'Multi-AZ instance failover initiated. Reason: health check failure on primary host.',
    },
    {
      words: /primary (?:is )?(?:down|unreachable|lost)|split.?brain|leader election|replication (?:stopped|broken)/i,
      source: 'Patroni; Orchestrator; etcd; MySQL replication',
      example: 'primary is unreachable, starting leader election',
    },
    {
      words: /stepping down from primary|transition to (?:primary|PRIMARY) complete|\+switch-master|received promote request/,
      source: 'MongoDB; Redis Sentinel; PostgreSQL',
      example: '+switch-master orders 10.0.0.4 6379 10.0.0.5 6379',
    },
    {
      words:
        /cannot execute \w{1,20} in a read-only transaction|READONLY You can't write against a read only replica|not (?:master|primary) and slaveOk|NotWritablePrimary|read-only option so it cannot execute/,
      source: 'PostgreSQL 25006; Redis; MongoDB; MySQL 1290, to clients that still ask the old one',
      example: "READONLY You can't write against a read only replica",
      of: 'callee',
    },
    {
      words:
        /(?:promoted|demot(?:ed|ing)) self\b|we've seen no PRIMARY in election timeout|new primary with address .{1,80} was elected|\+failover-/,
      source: 'Patroni; MongoDB 4615652; MySQL MY-011507; Redis Sentinel',
      example: 'INFO: promoted self to leader by acquiring session lock',
    },
    {
      words: /the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections)/,
      source: 'PostgreSQL 57P03',
      example: 'FATAL:  the database system is in recovery mode',
      isEffect: true,
    },
  ],
  effects: CALLS_FAIL,
  disprovenBy: 'the same primary before and after the first symptom, at',
  remedy: (entity) =>
    byHand('failover', `find out why ${nameIn(entity, 'the database')} left its primary, before it is sent back`, {
      risk: 'A second move breaks connections again.',
      undo: 'Nothing to undo, nothing is changed.',
    }),
})
