import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { failureIn } from '../../domain/network-failures.ts'
import { rowsHeld } from './cite.ts'
import { serviceOfHost } from './kubernetes/address.ts'
import { endpointsOf } from './kubernetes/service-target.ts'
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
  const { scope } = parseEntity(unit)
  // A host outside of the cluster stays what it is.
  return scene.graph.calleeOf({ caller: unit, host }) ?? serviceOfHost(host, scope) ?? formatEntity(scope, 'Service', host)
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

/**
 * True where the objects say themselves why name servers do not have a name: no such Service stands among those that were read, or it leads to no ready
 * pod, which is all that a headless one could answer with.
 */
export function isMissingByRight(service: EntityId, scene: Scene): boolean {
  const { scope, name } = parseEntity(service)
  if (!isJudged(`${name}.${scope}`, service, scene)) return false
  const isThere = scene.objects.current('Service').some(({ row }) => row.entity === service)
  return !isThere || endpointsOf(service, scene.objects)?.readyAddresses === 0
}

/** True where Services of its namespace were read, so that one that is not among them is not there. */
export function isScopeRead(service: EntityId, scene: Scene): boolean {
  const { scope } = parseEntity(service)
  return scene.objects.current('Service').some(({ row }) => parseEntity(row.entity).scope === scope) || isNowhere(scope, scene)
}

/** A namespace that is not among those that were read does not exist, so nothing can be there. */
function isNowhere(scope: string, { objects }: Scene): boolean {
  const namespaces = objects.current('Namespace')
  return namespaces.length > 0 && !namespaces.some(({ row }) => parseEntity(row.entity).name === scope)
}
