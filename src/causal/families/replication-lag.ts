import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A replica falls behind what the primary writes: readers see what is old, or nothing of what they just wrote. */
export const replicationLag = statedFault({
  mechanism: 'replication_lag',
  statements: [
    {
      words: /replicat\w{0,6} (?:lag|delay)|(?:replica|standby) .{1,80} (?:lag|behind)|Seconds_Behind_(?:Master|Source)/i,
      source: 'events of managed databases; MySQL',
      example: 'replication lag has exceeded 300 seconds',
      isEffect: true,
    },
    {
      words: /conflict with recovery|hot standby .{0,80}cancel/i,
      source: 'PostgreSQL',
      example: 'ERROR: canceling statement due to conflict with recovery',
    },
    {
      words: /too stale to catch up|RECOVERING state|MASTER aborted replication/,
      source: 'MongoDB; Redis',
      example: 'member is too stale to catch up',
    },
    {
      words: /ALL_REPLICAS_ARE_STALE|unacceptable replica delay|Flow control is engaged and the sustainer point/,
      source: 'ClickHouse 369; MongoDB 22223',
      example: 'Could not find enough connections to up-to-date replicas (ALL_REPLICAS_ARE_STALE)',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /replica\w{0,12}_?lag|seconds_behind|replication_(?:delay|lag)|wal_lag|ReplicaLag/i,
      goes: 'up',
      source: 'CloudWatch; mysqld and postgres exporters',
      example: 'pg_replication_lag_seconds',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'a replica that keeps up with its primary, at',
  remedy: (entity) =>
    byHand('other', `find what writes so much, and slow it down or read from the primary of ${nameIn(entity, 'the replica')}`, {
      risk: 'The primary has more to do.',
      undo: 'Read from the replica again.',
    }),
})
