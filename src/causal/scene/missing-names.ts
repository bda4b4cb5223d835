import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { failureIn } from '../../domain/network-failures.ts'
import { rowsHeld } from './cite.ts'
import { serviceOfHost } from './kubernetes/address.ts'
import { endpointsOf } from './kubernetes/endpoints.ts'
import type { Scene } from './scene.ts'

/** Who said it, and in which words. */
interface Said {
  readonly unit: EntityId
  readonly said: string
}

// How Go, Node and Java name what they looked up; https://pkg.go.dev/net#DNSError
const LOOKED_UP =
  /lookup (?<go>[\w.-]+)(?![\w.-])[^\n]{0,300}no such host|ENOTFOUND (?<node>[\w.-]+)|UnknownHostException:? (?<java>[\w.-]+)/

/**
 * The name that a text says nobody has, as the Service that it would be, however it was written. "No such host" is an answer, and comes of name servers that
 * work. Null when the text tells of anything else, or does not say which name.
 */
export function missingName({ unit, said }: Said, scene: Scene): EntityId | null {
  if (failureIn(said) !== 'no_such_host') return null
  const told = rowsHeld(scene.facts, 'call_failures').find(({ row }) => row.failure === 'no_such_host' && row.example === said)
  const host = told?.row.host ?? Object.values(LOOKED_UP.exec(said)?.groups ?? {}).find((name) => name !== undefined)
  if (host === undefined) return null
  return scene.graph.calleeOf({ caller: unit, host }) ?? serviceNamed(host, parseEntity(unit).scope)
}

/** A host outside of the cluster stays what it is. */
function serviceNamed(host: string, scope: string): EntityId {
  const named = serviceOfHost(host, scope)
  return formatEntity(named?.namespace ?? scope, 'Service', named?.name ?? host)
}

/**
 * True where the objects can say whether a Service of a name exists: Services of its namespace were read, or one of that name elsewhere, or the namespaces,
 * and it is none of them. A host outside of the cluster is not judged.
 */
export function isJudged(
  host: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { objects }: Scene,
): boolean {
  const services = objects.current('Service').map(({ row }) => parseEntity(row.entity))
  const namespaces = objects.current('Namespace')
  return (
    services.some(({ scope, name: known }) => scope === namespace || known === name) ||
    (namespaces.length > 0 &&
      !namespaces.some(({ row }) => parseEntity(row.entity).name === namespace) &&
      host.endsWith('.svc.cluster.local'))
  )
}

/**
 * True where the objects say themselves why name servers do not have a name: no such Service stands among those that were read, or it leads to no ready
 * pod, which is all that a headless one could answer with.
 */
export function isMissingByRight(service: EntityId, scene: Scene): boolean {
  const { scope: namespace, name } = parseEntity(service)
  if (!isJudged(`${name}.${namespace}`, { namespace, name }, scene)) return false
  const isThere = scene.objects.current('Service').some(({ row }) => row.entity === service)
  return !isThere || endpointsOf(service, scene.objects)?.readyAddresses === 0
}
