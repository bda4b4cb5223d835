import type { Database } from './database.ts'
import { PEER_ENTITIES, resolvePeers } from './peers.ts'

/** Rounds of climbing; each doubles the distance, so 2^5 = 32 spans between a service's entry and its call. Deeper is a damaged trace. */
const MAX_ROUNDS = 5
/**
 * An operation whose fastest tenth lasts this long is a stream that stays open (a subscription ending in its own deadline), not a
 * request: no caller waits two minutes for an answer. Recognised by duration, whatever its name.
 */
const STREAM_SECONDS = 120

/**
 * Derives from `spans` the two tables that call readings come from:
 * `served` (one row for each request a service handled: service, at_us, duration, self, is_error, is_own_error, id) and
 * `called` (one row for each call between services: caller, callee or NULL when unknown, at_us, durations, is_error, id).
 * Services are entity ids, durations microseconds. Self time is the part of a request that no outbound call covers.
 */
export async function createCallTables(db: Database): Promise<void> {
  for (const sql of [KEYED_SPANS, STREAMS, ENTITIES, REPEATED, NAMED_SPANS, TREE]) await db.run(sql)
  await climbToEntries(db)
  await db.run(SERVED_TABLE)
  await resolvePeers(db)
  await db.run(CALLED_TABLE)
  for (const table of ['streams', 'entities', 'repeated', 'named_spans', 'tree', 'climb']) await db.run(`DROP TABLE ${table}`)
}

// `climb` leads from a span inside a service to the entry span of that service. It starts at the parent and each round goes on to
// where the parent points; entries are not in it, so it is done when nothing points to a span that is in it.
async function climbToEntries(db: Database): Promise<void> {
  await db.run(`CREATE OR REPLACE TABLE climb AS SELECT id, parent AS root FROM tree WHERE parent_service = service`)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const [open] = await db.rows<{ count: number }>(
      `SELECT CAST(count(*) AS DOUBLE) AS count FROM climb SEMI JOIN climb p ON p.id = climb.root`,
    )
    if (!open || open.count === 0) return
    await db.run(
      `CREATE OR REPLACE TABLE climb AS SELECT c.id, COALESCE(p.root, c.root) AS root FROM climb c LEFT JOIN climb p ON p.id = c.root`,
    )
  }
}

const OUTBOUND = `kind IN ('client', 'producer')`
const SERVED = `kind IN ('server', 'consumer')`

// Hashes stand for names in the joins, which costs a third of comparing the texts. Small tables and not parts of one statement, because
// DuckDB then knows how few their rows are and joins the spans with the spans last: together that is a third of the time.
const KEYED_SPANS = `
  CREATE OR REPLACE VIEW keyed_spans AS
  SELECT *, hash(service, namespace) AS service_key, hash(service, operation, kind) AS operation_key FROM spans`

const STREAMS = `
  CREATE OR REPLACE TABLE streams AS
  SELECT operation_key FROM keyed_spans GROUP BY ALL HAVING quantile_disc(duration, 0.1) >= ${STREAM_SECONDS * 1_000_000}`

const ENTITIES = `
  CREATE OR REPLACE TABLE entities AS
  WITH named AS (
    SELECT service, COALESCE(mode(namespace), (SELECT mode(namespace) FROM spans), 'default') AS namespace FROM spans GROUP BY service
  )
  SELECT s.service_key, COALESCE(s.namespace, n.namespace) || '/Service/' || regexp_replace(s.service, '\\s+', '_', 'g') AS entity
  FROM (SELECT DISTINCT service, namespace, service_key FROM keyed_spans WHERE service <> '') s JOIN named n USING (service)`

// The recorder paged without a unique order: records that share a time may stand in two pages.
const REPEATED = `
  CREATE OR REPLACE TABLE repeated AS SELECT row_id FROM spans JOIN (
    SELECT span_key, min(row_id) AS first FROM spans WHERE span_key IS NOT NULL GROUP BY span_key HAVING count(*) > 1
  ) USING (span_key) WHERE row_id <> first`

const NAMED_SPANS = `
  CREATE OR REPLACE TABLE named_spans AS
  SELECT s.row_id AS id, s.span_key, s.parent_key, s.at_us, s.duration, s.kind, s.is_error, s.peer, e.entity AS service
  FROM keyed_spans s JOIN entities e USING (service_key) ANTI JOIN streams USING (operation_key) ANTI JOIN repeated USING (row_id)
  WHERE s.at_us IS NOT NULL AND s.duration >= 0`

const TREE = `
  CREATE OR REPLACE TABLE tree AS
  SELECT c.id, p.id AS parent, c.parent_key IS NULL AS is_top, c.at_us, c.duration, c.kind, c.is_error, c.peer, c.service,
    p.service AS parent_service
  FROM named_spans c LEFT JOIN (SELECT span_key, id, service FROM named_spans) p ON p.span_key = c.parent_key`

const SERVED_TABLE = `
  CREATE OR REPLACE TABLE served AS
  WITH entries AS (
    SELECT id, service, at_us, duration, is_error FROM tree
    WHERE parent_service IS DISTINCT FROM service AND (${SERVED} OR (kind NOT IN ('client', 'producer') AND is_top))
  ), outbound AS (
    SELECT b.root, greatest(c.at_us, e.at_us) AS began, least(c.at_us + c.duration, e.at_us + e.duration) AS ended, c.is_error
    FROM tree c JOIN climb b ON b.id = c.id JOIN entries e ON e.id = b.root WHERE c.${OUTBOUND}
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
    SELECT p.id, c.parent_service AS caller, c.service AS callee, p.at_us,
      CASE WHEN p.${OUTBOUND} THEN p.duration END AS caller_duration, c.duration AS callee_duration,
      p.is_error AND p.${OUTBOUND} OR c.is_error AS is_error
    FROM tree c JOIN tree p ON p.id = c.parent WHERE c.parent_service <> c.service
  ), answered AS (
    SELECT DISTINCT parent AS id FROM tree WHERE parent IS NOT NULL AND (parent_service <> service OR ${OUTBOUND})
  )
  SELECT * FROM pairs
  UNION ALL
  SELECT t.id, t.service, d.entity, t.at_us, t.duration, NULL, t.is_error
  FROM tree t ANTI JOIN answered a ON a.id = t.id LEFT JOIN ${PEER_ENTITIES} d ON d.caller = t.service AND d.peer = t.peer WHERE t.${OUTBOUND}`
