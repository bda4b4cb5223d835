import { formatEntity, type EntityId } from '../../domain/entity.ts'

/** The folder names no namespace; all services stand in this scope. */
const SCOPE = 'app'
/** What a Deployment appends to its name for a pod: template hash and five characters; a StatefulSet appends a number. */
const POD_SUFFIX = /-[a-z0-9]{6,10}-[a-z0-9]{5}$|-\d+$/

export function serviceEntity(name: string): EntityId {
  return formatEntity(SCOPE, 'Service', name.trim().replace(/\s+/g, '-'))
}

/** The service whose Deployment or StatefulSet made the pod. */
export function serviceOfPod(pod: string): EntityId {
  return serviceEntity(pod.replace(POD_SUFFIX, ''))
}
