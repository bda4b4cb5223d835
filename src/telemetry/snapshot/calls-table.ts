import type { Session } from './database.ts'
import { CALLEES, ENTITY_TYPE, nameCallees } from './peers.ts'

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
export async function createCallTables(db: Session): Promise<void> {
  for (const table of ['served', 'called', ...PARTS]) await db.run(`DROP TABLE IF EXISTS ${table}`)
  for (const sql of [KEYED_SPANS, STREAMS, NAMES, REPEATED]) await db.run(sql)
  await nameCallees(db)
  for (const sql of [ENTITIES, NAMED_SPANS, TREE]) await db.run(sql)
  await climbToEntries(db)
  await db.run(SERVED_TABLE)
  await db.run(CALLED_TABLE)
  for (const table of PARTS) await db.run(`DROP TABLE ${table}`)
}

const PARTS = ['streams', 'names', 'repeated', CALLEES, 'entities', 'named_spans', 'tree', 'climb']

// `climb` leads from a span inside a service to the entry span of that service. It starts at the parent and each round goes on to
// where the parent points; entries are not in it, so it is done when nothing points to a span that is in it.
async function climbToEntries(db: Session): Promise<void> {
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

// Hashes stand for names in the joins, and numbers for entities (an ENUM), which costs a third of carrying and comparing the texts.
// Small tables and not parts of one statement, because DuckDB then knows how few their rows are and joins the spans with the spans last.
const KEYED_SPANS = `
  CREATE OR REPLACE VIEW keyed_spans AS
  SELECT *, hash(service, namespace) AS service_key, hash(service, operation, kind) AS operation_key FROM spans`

const STREAMS = `
  CREATE TABLE streams AS
  SELECT operation_key FROM keyed_spans GROUP BY ALL HAVING quantile_disc(duration, 0.1) >= ${STREAM_SECONDS * 1_000_000}`

const NAMES = `
  CREATE TABLE names AS
  WITH pairs AS (SELECT service, namespace, service_key, count(*) AS spans FROM keyed_spans WHERE service <> '' GROUP BY ALL),
  named AS (
    SELECT service, COALESCE(arg_max(namespace, spans), (SELECT arg_max(namespace, spans) FROM pairs), 'default') AS namespace
    FROM pairs GROUP BY service
  )
  SELECT p.service_key, COALESCE(p.namespace, n.namespace) || '/Service/' || regexp_replace(p.service, '\\s+', '_', 'g') AS entity
  FROM pairs p JOIN named n USING (service)`

const ENTITIES = `CREATE TABLE entities AS SELECT service_key, CAST(entity AS ${ENTITY_TYPE}) AS entity FROM names`

// The recorder paged without a unique order: records that share a time may stand in two pages.
const REPEATED = `
  CREATE TABLE repeated AS SELECT row_id FROM spans JOIN (
    SELECT span_key, min(row_id) AS first FROM spans WHERE span_key IS NOT NULL GROUP BY span_key HAVING count(*) > 1
  ) USING (span_key) WHERE row_id <> first`

const NAMED_SPANS = `
  CREATE TABLE named_spans AS
  SELECT s.row_id AS id, s.span_key, s.parent_key, s.at_us, s.duration, s.is_error, s.kind IN ('client', 'producer') AS is_outbound,
    s.kind IN ('server', 'consumer') AS is_served, e.entity AS service, c.callee
  FROM keyed_spans s JOIN entities e USING (service_key) LEFT JOIN ${CALLEES} c USING (service_key, peer)
    ANTI JOIN streams USING (operation_key) ANTI JOIN repeated USING (row_id)
  WHERE s.at_us IS NOT NULL AND s.duration >= 0`

const TREE = `
  CREATE TABLE tree AS
  SELECT c.* EXCLUDE (span_key, parent_key), c.parent_key IS NULL AS is_top, p.id AS parent, p.service AS parent_service
  FROM named_spans c LEFT JOIN (SELECT span_key, id, service FROM named_spans) p ON p.span_key = c.parent_key`

const SERVED_TABLE = `
  CREATE TABLE served AS
  WITH entries AS (
    SELECT id, service, at_us, duration, is_error FROM tree
    WHERE parent_service IS DISTINCT FROM service AND (is_served OR (NOT is_outbound AND is_top))
  ), outbound AS (
    SELECT b.root, greatest(c.at_us, e.at_us) AS began, least(c.at_us + c.duration, e.at_us + e.duration) AS ended, c.is_error
    FROM tree c JOIN climb b ON b.id = c.id JOIN entries e ON e.id = b.root WHERE c.is_outbound
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
  CREATE TABLE called AS
  WITH pairs AS (
    SELECT p.id, c.parent_service AS caller, c.service AS callee, p.at_us,
      CASE WHEN p.is_outbound THEN p.duration END AS caller_duration, c.duration AS callee_duration,
      p.is_error AND p.is_outbound OR c.is_error AS is_error
    FROM tree c JOIN tree p ON p.id = c.parent WHERE c.parent_service <> c.service
  ), answered AS (
    SELECT DISTINCT parent AS id FROM tree WHERE parent IS NOT NULL AND (parent_service <> service OR is_outbound)
  )
  SELECT * FROM pairs
  UNION ALL
  SELECT t.id, t.service, t.callee, t.at_us, t.duration, NULL, t.is_error FROM tree t ANTI JOIN answered a ON a.id = t.id WHERE t.is_outbound`
