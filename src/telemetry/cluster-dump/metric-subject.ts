import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import type { Dump } from './schema.ts'

/** The entity a metric or an anomaly is about: the node of that name if there is one, else the service of that name. */
export function nameSubject(name: string, dump: Dump): EntityId {
  const isNode = dump.describe?.['nodes']?.[name] !== undefined
  return isNode ? formatEntity(CLUSTER_SCOPE, 'Node', name) : formatEntity(dump.namespace, 'Service', name)
}
