import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Database } from './database.ts'
import { literal } from './sql.ts'

/** Distinct called addresses that are resolved, most called first; a client that calls more is a crawler, not a dependency. */
const MAX_PEERS = 2000

/** Table of what callers mean by the addresses on their spans: caller, peer, entity. */
export const PEER_ENTITIES = 'peer_entities'

/** Fills `peer_entities` for the outbound spans of `tree`. An address beyond the limit has no row: its callee stays unknown. */
export async function resolvePeers(db: Database): Promise<void> {
  const services = await db.rows<{ service: EntityId }>(`SELECT DISTINCT service FROM tree`)
  const peers = await db.rows<{ caller: EntityId; peer: string }>(`
    SELECT service AS caller, peer FROM tree WHERE peer IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC, caller, peer LIMIT ${MAX_PEERS}`)
  await db.run(`CREATE OR REPLACE TABLE ${PEER_ENTITIES} (caller VARCHAR, peer VARCHAR, entity VARCHAR)`)
  if (peers.length === 0) return
  const directory = createPeerDirectory(services.map(({ service }) => service))
  const values = peers.map(({ caller, peer }) => `(${literal(caller)}, ${literal(peer)}, ${literal(directory(peer, caller))})`)
  await db.run(`INSERT INTO ${PEER_ENTITIES} VALUES ${values.join(', ')}`)
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
      .replace(/[/:].*$/, '')
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
