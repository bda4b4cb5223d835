import { type EntityId, parseEntity } from '../../domain/entity.ts'
import { serviceOfHost } from './kubernetes/address.ts'
import type { Scene } from './scene.ts'

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

/**
 * Which of the units that `unit` calls a text names, by their own name or by that of a Service in front of them; in the order of the graph, empty when it
 * names none. A name inside a path (`/basket`) is an operation of whoever writes, and no address.
 */
export function calleesNamedIn(text: string, unit: EntityId, { graph, objects }: Pick<Scene, 'graph' | 'objects'>): readonly EntityId[] {
  const callees = [...new Set(graph.from(unit, 'calls'))].filter((callee) => callee !== unit)
  const services = objects.current('Service').map(({ row }) => row.entity)
  return callees.filter((callee) => {
    const names = [callee, ...services.filter((service) => graph.unitOf(service) === callee)].map((entity) => parseEntity(entity).name)
    return names.some((name) => addressPattern(name).test(text))
  })
}

/** A name as an address: no part of a longer name or of a path. */
export function addressPattern(name: string): RegExp {
  return new RegExp(String.raw`(?:^|[^\w/.-]|//)${RegExp.escape(name)}(?![\w-])`, 'i')
}

/**
 * True where the objects can say whether a Service exists that a host means: Services of its namespace were read, or one of that name elsewhere, or the
 * namespaces, and it is none of them. A host outside of the cluster is not judged.
 */
export function isJudged(host: string, service: EntityId, scene: Scene): boolean {
  const { scope, name } = parseEntity(service)
  const services = scene.objects.current('Service').map(({ row }) => parseEntity(row.entity))
  return (
    services.some((one) => one.scope === scope || one.name === name) || (isNowhere(scope, scene) && host.endsWith('.svc.cluster.local'))
  )
}

/** A namespace that is not among those that were read does not exist, so nothing can be there. */
function isNowhere(scope: string, { objects }: Scene): boolean {
  const namespaces = objects.current('Namespace')
  return namespaces.length > 0 && !namespaces.some(({ row }) => parseEntity(row.entity).name === scope)
}
