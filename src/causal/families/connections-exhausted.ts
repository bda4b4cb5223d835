import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** A server has no connection left to give, or a program none left in its pool: whoever asks waits, and is refused. */
export const connectionsExhausted = statedFault({
  mechanism: 'connections_exhausted',
  statements: [
    {
      words: /remaining connection slots|sorry, too many clients|(?:approach|reach|exceed)\w{0,3} (?:the )?max_connections/i,
      source: 'PostgreSQL 53300; events of managed databases',
      example: 'FATAL: sorry, too many clients already',
    },
    { words: /too many (?:open )?connections/i, source: 'MySQL 1040; MongoDB 22942', example: 'ERROR 1040 (HY000): Too many connections' },
    { words: /max(?:imum)? number of clients reached/i, source: 'Redis', example: 'ERR max number of clients reached' },
    {
      words:
        /connection pool (?:is )?(?:exhausted|full|timed? ?out)|pool exhausted|(?:acquir|obtain|get)\w{0,6} (?:a )?(?:\w+ )?connection (?:from|timed)/i,
      source: 'pools of Go, Python, Java, Node and .NET',
      example: 'timeout acquiring connection from pool after 5000ms',
      isEffect: true,
    },
    {
      words: /[Cc]onnection is not available, request timed out|QueuePool limit/,
      source: 'HikariCP; SQLAlchemy',
      example: 'HikariPool-1 - Connection is not available, request timed out after 30000ms',
      isEffect: true,
    },
    {
      words: /no more connections allowed/,
      source: 'PgBouncer, of its own limit',
      example: 'pooler error: no more connections allowed (max_client_conn)',
    },
    {
      words: /maximum number of (?:'\d{1,6}' user )?(?:processes|sessions|connections)\b.{0,40}(?:exceeded|reached)/,
      source: 'Oracle ORA-00018 and ORA-00020; SQL Server 17809',
      example: 'ORA-00020: maximum number of processes (300) exceeded',
    },
  ],
  measures: [
    {
      metric:
        /DatabaseConnections|threads_connected|connected_clients|numbackends|pg_stat_activity_count|connections?_(?:active|pending|in_use|used)/i,
      goes: 'up',
      source: 'CloudWatch; mysqld, redis and postgres exporters; HikariCP',
      example: 'hikaricp_connections_pending',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'connections that are free while calls fail at',
  remedy: (entity) =>
    byHand('scale', `end the oldest idle connections of ${nameIn(entity, 'the server')}, and find who opens them without closing`, {
      risk: 'Work that an ended connection was doing is lost.',
      undo: 'Nothing to undo, clients connect again.',
    }),
})
