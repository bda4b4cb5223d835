import type { Database } from './database.ts'
import { resolvePeers } from './peers.ts'

/** Spans of one service between its entry and its outermost call: 2^4 = 16 levels, deeper ones count as entries' own time. */
const DOUBLINGS = 4
/**
 * An operation whose fastest tenth lasts this long is a stream that stays open (a subscription ending in its own deadline), not a
 * request: no caller waits two minutes for an answer. Recognised by duration, whatever its name.
 */
const STREAM_SECONDS = 120

const OUTBOUND = `kind IN ('client', 'producer')`
const SERVED = `kind IN ('server', 'consumer')`

/**
 * Derives from `spans` the two tables that call readings come from:
 * `served` (one row for each request a service handled: service, at_us, duration, self, is_error, is_own_error, id) and
 * `called` (one row for each call between services: caller, callee or NULL when unknown, at, durations, is_error, id).
 * Services are entity ids. Self time is the part of a request that no outbound call covers.
 */
export async function createCallTables(db: Database): Promise<void> {
  await dropRepeatedSpans(db)
  await db.run(TREE)
  for (let round = 0; round < DOUBLINGS; round++) await db.run(DOUBLE)
  await db.run(SERVED_TABLE)
  await db.run(CALLED_TABLE)
  await resolvePeers(db)
  await db.run('DROP TABLE tree')
}

// The recorder paged without a unique order: records that share a time may stand in two pages.
async function dropRepeatedSpans(db: Database): Promise<void> {
  const [count] = await db.rows<{ repeated: number }>(`SELECT CAST(count(*) - count(DISTINCT span_key) AS DOUBLE) AS repeated FROM spans`)
  if (count && count.repeated > 0) await db.run(`DELETE FROM spans WHERE rowid NOT IN (SELECT min(rowid) FROM spans GROUP BY span_key)`)
}

// `root` climbs to the entry span of the same service by pointer doubling: each round doubles the distance climbed.
const TREE = `
  CREATE OR REPLACE TABLE tree AS
  WITH named AS (
    SELECT service, COALESCE(mode(namespace), (SELECT mode(namespace) FROM spans), 'default') AS namespace FROM spans GROUP BY service
  ), streams AS (
    SELECT service, operation, kind FROM spans GROUP BY ALL HAVING quantile_disc(duration, 0.1) >= ${STREAM_SECONDS * 1_000_000}
  ), known AS (
    SELECT s.rowid AS id, s.span_key, s.parent_key, s.at_us, s.duration, s.kind, s.is_error, s.peer, 
      COALESCE(s.namespace, n.namespace) || '/Service/' || regexp_replace(s.service, '\\s+', '_', 'g') AS service
    FROM spans s JOIN named n USING (service)
    ANTI JOIN streams t ON t.service = s.service AND t.operation = s.operation AND t.kind = s.kind
    WHERE s.at_us IS NOT NULL AND s.duration >= 0 AND s.service <> ''
  )
  SELECT c.id, p.id AS parent, c.parent_key IS NULL AS is_top, c.at_us, c.duration, c.kind, c.is_error, c.peer, c.service,
    p.service AS parent_service, p.kind AS parent_kind, CASE WHEN p.service = c.service THEN p.id ELSE c.id END AS root
  FROM known c LEFT JOIN known p ON p.span_key = c.parent_key`

const DOUBLE = `
  CREATE OR REPLACE TABLE tree AS
  SELECT c.* REPLACE (p.root AS root) FROM tree c JOIN tree p ON p.id = c.root`

const SERVED_TABLE = `
  CREATE OR REPLACE TABLE served AS
  WITH entries AS (
    SELECT id, service, at_us, duration, is_error FROM tree WHERE root = id AND (${SERVED} OR (kind NOT IN ('client', 'producer') AND is_top))
  ), outbound AS (
    SELECT c.root, greatest(c.at_us, e.at_us) AS began, least(c.at_us + c.duration, e.at_us + e.duration) AS ended, c.is_error
    FROM tree c JOIN entries e ON e.id = c.root WHERE c.id <> c.root AND c.${OUTBOUND}
  ), running AS (
    SELECT root, is_error, began, ended,
      max(ended) OVER (PARTITION BY root ORDER BY began, ended ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered_until
    FROM outbound
  ), covered AS (
    SELECT root, sum(greatest(0, ended - greatest(began, COALESCE(covered_until, began)))) AS covered, bool_or(is_error) AS has_failed_call
    FROM running GROUP BY root
  )
  SELECT e.*, CAST(greatest(0, e.duration - COALESCE(c.covered, 0)) AS BIGINT) AS self,
    e.is_error AND NOT COALESCE(c.has_failed_call, false) AS is_own_error
  FROM entries e LEFT JOIN covered c ON c.root = e.id`

// A call with a span on both sides, and a client span that nobody served: then only its attributes say who was called. A client
// span that wraps another one (an RPC over HTTP) is the same call and is not counted again.
const CALLED_TABLE = `
  CREATE OR REPLACE TABLE called AS
  WITH pairs AS (
    SELECT p.id, c.parent_service AS caller, c.service AS callee, CAST(NULL AS VARCHAR) AS peer, p.at_us, CASE WHEN p.${OUTBOUND} THEN p.duration END AS caller_duration,
      c.duration AS callee_duration, p.is_error AND p.${OUTBOUND} OR c.is_error AS is_error
    FROM tree c JOIN tree p ON p.id = c.parent WHERE c.parent_service <> c.service
  ), answered AS (
    SELECT DISTINCT parent AS id FROM tree WHERE parent IS NOT NULL AND (parent_service <> service OR ${OUTBOUND})
  )
  SELECT * FROM pairs
  UNION ALL
  SELECT t.id, t.service, NULL, t.peer, t.at_us, t.duration, NULL, t.is_error
  FROM tree t ANTI JOIN answered a ON a.id = t.id WHERE t.${OUTBOUND}`
