import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'

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
