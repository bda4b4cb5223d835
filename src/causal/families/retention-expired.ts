import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** What a consumer still had to read was removed, because it was older than is kept. */
export const retentionExpired = statedFault({
  mechanism: 'retention_expired',
  statements: [
    {
      words:
        /OffsetOutOfRange|OFFSET_OUT_OF_RANGE|(?:offset|position) .{0,60}out of range|oplog.{0,40}(?:rolled over|too old)|message(?:s)? (?:expired|dropped by retention)/i,
      source: 'Kafka; MongoDB; RabbitMQ',
      example: 'Fetch position 211 is out of range for partition orders-3, resetting offset',
    },
    {
      words: /retention(?:\.ms|\.bytes)?\b.{0,60}(?:changed|reduced|lowered|from)/i,
      source: 'Kafka topic configuration as its tools log it',
      example: 'topic orders retention.ms changed from 604800000 to 3600000',
    },
    {
      words:
        /outside the range of offsets maintained by the server|no longer available on the server|ChangeStreamHistoryLost|resume point may no longer be in the oplog|requested WAL segment .{1,80} has already been removed|can no longer get changes from replication slot|purged binary logs/,
      source: 'sarama; Debezium; MongoDB; PostgreSQL; MySQL 1236',
      example: 'kafka server: The requested offset is outside the range of offsets maintained by the server for the given topic/partition',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'records older than the first that is missing, in',
  remedy: (entity) =>
    byHand('config_revert', `keep records longer for ${nameIn(entity, 'it')}, and bring back what was lost from its source`, {
      risk: 'More disk is used.',
      undo: 'Put the old retention back.',
    }),
})
