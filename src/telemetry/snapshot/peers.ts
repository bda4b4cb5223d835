import type { EntityId } from '../../domain/entity.ts'
import { createPeerDirectory } from '../shared/peer-directory.ts'
import type { Session } from './database.ts'
import { literal } from './sql.ts'

/** Distinct called addresses that are resolved, most called first; a client that calls more is a crawler, not a dependency. */
const MAX_PEERS = 2000

/** Type of every service that served or was called, and the table of what callers mean by the addresses on their spans. */
export const ENTITY_TYPE = 'entity'
export const CALLEES = 'callees'

/**
 * From `keyed_spans` and `names` (service_key, entity) makes the type of all entities that calls name, in order of their text, and the
 * table of callees (service_key of the caller, peer, callee). An address beyond the limit has no row: its callee stays unknown.
 */
export async function nameCallees(db: Session): Promise<void> {
  const services = await db.rows<{ service: EntityId }>(`SELECT DISTINCT entity AS service FROM names`)
  const peers = await db.rows<{ caller: EntityId; key: string; peer: string }>(`
    WITH peers AS (SELECT service_key, peer, count(*) AS calls FROM keyed_spans WHERE peer IS NOT NULL GROUP BY ALL)
    SELECT entity AS caller, CAST(service_key AS VARCHAR) AS key, peer FROM peers JOIN names USING (service_key)
    ORDER BY calls DESC, caller, peer LIMIT ${MAX_PEERS}`)
  const directory = createPeerDirectory(services.map(({ service }) => service))
  const callees = peers.map((called) => ({ ...called, callee: directory(called.peer, called.caller) }))
  // A type needs one text; without a named service it is one that nobody has.
  const entities = new Set(['', ...services.map(({ service }) => service), ...callees.map(({ callee }) => callee)])
  const texts = [...entities].toSorted((a, b) => (a < b ? -1 : 1)).map(literal)
  await db.run(`DROP TYPE IF EXISTS ${ENTITY_TYPE}; CREATE TYPE ${ENTITY_TYPE} AS ENUM (${texts.join(', ')})`)
  await db.run(`CREATE TABLE ${CALLEES} (service_key UBIGINT, peer VARCHAR, callee ${ENTITY_TYPE})`)
  const values = callees.map(({ key, peer, callee }) => `(${key}, ${literal(peer)}, ${literal(callee)})`)
  if (values.length > 0) await db.run(`INSERT INTO ${CALLEES} VALUES ${values.join(', ')}`)
}
