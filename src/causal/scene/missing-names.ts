import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Scene } from './scene.ts'

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
