import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'

/** The folder names services without a namespace; they all stand in this scope. */
const SERVICE_SCOPE = 'app'

/** The service of a record. White space, which an entity cannot hold, becomes `-`. */
export function serviceEntity(name: string): EntityId {
  return formatEntity(SERVICE_SCOPE, 'Service', name.trim().replace(/\s+/g, '-'))
}

/** Something outside that a client span names as its peer. */
export function peerEntity(name: string): EntityId {
  return formatEntity('external', 'Service', name.trim().replace(/\s+/g, '-'))
}

/** The subject of a series: machines report under names that start with `node_`, everything else belongs to the service. */
export function measuredEntity(service: string, metric: string): EntityId {
  return /^(?:kube_)?node_/.test(metric) ? formatEntity(CLUSTER_SCOPE, 'Node', service.trim()) : serviceEntity(service)
}
