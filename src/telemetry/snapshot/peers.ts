import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
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

/** Gives the entity that a caller means by an address or service name found on its span. Known services win over guesses. */
export function createPeerDirectory(services: readonly EntityId[]): (peer: string, caller: EntityId) => EntityId {
  const byName = Map.groupBy(services, (service) => plainName(parseEntity(service).name))
  const namespaces = new Set(services.map((service) => parseEntity(service).scope))
  return (peer, caller) => {
    const { scope } = parseEntity(caller)
    const host = hostOf(peer)
    const [name = host, namespace] = host.split('.')
    const isCluster = !host.includes('.') || /\.svc(?:\.|$)/.test(host) || (namespace !== undefined && namespaces.has(namespace))
    const own = isCluster ? choose(byName.get(plainName(name)), namespace ?? scope) : undefined
    const rpc = choose(byName.get(plainName(host.split('.').at(-1) ?? host)), scope)
    if (own ?? rpc) return own ?? rpc ?? caller
    if (isCluster) return formatEntity(namespace ?? scope, 'Service', name)
    // `shop.QuoteService` is an RPC service by its capital letter, `api.example.com` a host outside.
    const last = host.split('.').at(-1) ?? host
    return /^[A-Z]/.test(last) ? formatEntity(scope, 'Service', last) : formatEntity('external', 'Provider', host)
  }
}

function choose(services: readonly EntityId[] | undefined, scope: string): EntityId | undefined {
  return services?.find((service) => parseEntity(service).scope === scope) ?? services?.[0]
}

function hostOf(peer: string): string {
  return (
    peer
      .replace(/^\w+:\/\//, '')
      .replace(/[/:].*/s, '')
      .replaceAll(/\s+/g, '_')
      .replace(/\.$/, '') || 'unknown'
  )
}

// `QuoteService`, `quote-service` and `quote` are the same service to the people who named them.
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/(?:service|svc)$/, '')
}
