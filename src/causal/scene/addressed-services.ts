import type { EntityId } from '../../domain/entity.ts'
import { serviceOfHost } from './kubernetes/address.ts'

// A host as DNS allows it, with a port or with further labels: a word alone may be anything.
const ADDRESS = /(?<![\w.-])(?<host>[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,5})(?<port>:\d{1,5})?(?![\w-])/gi

/** Services among `known` that a text writes an address of (`name:port`, `name.namespace`), as somebody in namespace `scope` means it; each once. */
export function addressedServices(text: string, scope: string, known: ReadonlySet<EntityId>): readonly EntityId[] {
  const hosts = [...text.matchAll(ADDRESS)].flatMap(({ groups }) => {
    const host = groups?.['host']?.toLowerCase() ?? ''
    return groups?.['port'] !== undefined || host.includes('.') ? [host] : []
  })
  const services = new Set(hosts.flatMap((host) => serviceOfHost(host, scope) ?? []))
  return [...services].filter((service) => known.has(service))
}
