import { formatEntity, parseEntity, type EntityId } from '../../../domain/entity.ts'
import { listAt, mapAt, textAt } from '../json.ts'
import type { ObjectHistory, ObjectVersion } from '../object-history.ts'

/** By this label a slice says whose it is. Source: Kubernetes API reference, EndpointSlice. */
const SERVICE_NAME = 'kubernetes.io/service-name'

/** The objects in which a Service's addresses were listed, and how many of those are ready. */
export interface Endpoints {
  readonly records: readonly [ObjectVersion, ...ObjectVersion[]]
  readonly readyAddresses: number
}

/** Where a Service leads, by its Endpoints or by its slices; null when neither was listed, which says nothing about its pods. */
export function endpointsOf(service: EntityId, objects: ObjectHistory): Endpoints | null {
  const { scope, name } = parseEntity(service)
  const whole = objects.versionsOf(formatEntity(scope, 'Endpoints', name)).at(-1)
  if (whole?.row.isCurrent === true) return { records: [whole], readyAddresses: readyAddressesIn(whole) }
  const [first, ...others] = objects.current('EndpointSlice').filter((slice) => serviceOfSlice(slice) === service)
  if (first === undefined) return null
  const records: Endpoints['records'] = [first, ...others]
  return { records, readyAddresses: records.reduce((sum, slice) => sum + readyAddressesIn(slice), 0) }
}

/** The Service that a slice belongs to; null for one that says none, as those that people write themselves. */
export function serviceOfSlice({ row }: ObjectVersion): EntityId | null {
  const name = textAt(row.object, 'metadata', 'labels', SERVICE_NAME)
  return name === null ? null : formatEntity(parseEntity(row.entity).scope, 'Service', name)
}

/** Addresses of one Endpoints or slice that take traffic; one that does not say whether it is ready does, as the API asks for. */
export function readyAddressesIn({ row }: ObjectVersion): number {
  const isReady = (endpoint: unknown) => mapAt(endpoint, 'conditions')['ready'] !== false
  const addresses = listAt(row.object, 'subsets').flatMap((subset) => listAt(subset, 'addresses'))
  return addresses.length + listAt(row.object, 'endpoints').filter(isReady).length
}
