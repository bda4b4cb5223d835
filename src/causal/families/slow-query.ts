import { OVERLOADED } from './family.ts'
import { byHand, nameIn } from './shared/remedies.ts'
import { statedFault } from './shared/stated-fault.ts'

/** Statements of a database take long: one that reads too much, an index that is gone, or a plan that changed. */
export const slowQuery = statedFault({
  mechanism: 'slow_query',
  statements: [
    {
      words: /slow (?:query|sql|operation)|\bquery (?:took|exceeded|time)|COLLSCAN|\bSeq Scan\b/i,
      source: 'MySQL slow query log; MongoDB; PostgreSQL auto_explain',
      example: 'Slow query: 4213 ms: SELECT * FROM orders',
      isEffect: true,
    },
    {
      words: /duration: \d{4,}(?:\.\d+)? ms|canceling statement due to statement timeout|\b57014\b/,
      source: 'PostgreSQL log_min_duration_statement and statement_timeout',
      example: 'duration: 5234.112 ms  statement: SELECT count(*) FROM orders',
      isEffect: true,
    },
    {
      words: /\b(?:quer(?:y|ies)|database|sql|statement)\b.{0,60} [1-9]\d{0,4}(?:\.\d{1,6})? ?s(?:ec(?:onds?)?)?\b/i,
      source: 'programs that time their calls to a database',
      example: 'Database call completed in 9.01 seconds.',
      isEffect: true,
    },
    {
      words: /\bQuery_time: [1-9]|took_millis\[\d{4,}\]|tombstone cells for query|operations were slow in the last/,
      source: 'MySQL slow query log; Elasticsearch slow log; Cassandra',
      example: '# Query_time: 8.120112  Lock_time: 0.000112 Rows_sent: 20  Rows_examined: 4200311',
      isEffect: true,
    },
  ],
  measures: [
    {
      metric: /slow_quer|query_(?:duration|time|latency)|rows_(?:examined|scanned)|full_scan|tup_returned/i,
      goes: 'up',
      source: 'mysqld, mongodb and postgres exporters',
      example: 'mysql_global_status_slow_queries',
    },
  ],
  effects: OVERLOADED,
  disprovenBy: 'the same statements being as fast as before, at',
  remedy: (entity) =>
    byHand(
      'other',
      `look at the plan of the slowest statement of ${nameIn(entity, 'it')}, and put back the index or the release that changed it`,
      { risk: 'Building an index costs the database while it lasts.', undo: 'Drop the index again.' },
    ),
})
