import { type EntityId, formatEntity, parseEntity } from '../../../domain/entity.ts'
import { listAt, mapAt, textAt, textsOf, containersOf, podLabels, podSpec } from './fields.ts'
import type { ObjectHistory, ObjectVersion } from '../scene.ts'
import { perObject } from '../per-object.ts'
import { selectsLabels } from './selectors.ts'

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const

/** One port of a Service against what its pods declare. */
export interface ServicePort {
  readonly port: string
  readonly targetPort: string
  readonly protocol: string
}

/** Workloads of the Service's namespace whose pods its selector takes. A Service without a selector takes none and is not judged. */
export function selectedWorkloads(service: ObjectVersion, objects: ObjectHistory): readonly ObjectVersion[] {
  const selector = selectorOf(service)
  return workloadsBeside(service.row.entity, objects).filter(({ row }) => selectsLabels(selector, podLabels(row.object)))
}

/** The selector; empty for Services whose endpoints are made by hand and for external names. */
export function selectorOf(service: ObjectVersion): ReadonlyMap<string, string> {
  return textsOf(mapAt(service.row.object, 'spec', 'selector'))
}

/** The workload a Service is for: of its own name; without one, nothing can be said. */
export function meantWorkload(service: ObjectVersion, objects: ObjectHistory): ObjectVersion | null {
  const { name } = parseEntity(service.row.entity)
  return workloadsBeside(service.row.entity, objects).find(({ row }) => parseEntity(row.entity).name === name) ?? null
}

/** Workloads in the namespace of an entity. */
export function workloadsBeside(entity: EntityId, objects: ObjectHistory): readonly ObjectVersion[] {
  return workloadsByScope(objects).get(parseEntity(entity).scope) ?? []
}

/** Every Service asks for those beside it. */
const workloadsByScope = perObject((objects: ObjectHistory) =>
  Map.groupBy(
    WORKLOADS.flatMap((kind) => objects.current(kind)),
    ({ row }) => parseEntity(row.entity).scope,
  ),
)

/** The ports of a Service; a target port that is not written is the port itself, and the protocol is TCP. */
export function portsOf(service: ObjectVersion): readonly ServicePort[] {
  return listAt(service.row.object, 'spec', 'ports').map((port) => ({
    port: textAt(port, 'port') ?? '',
    targetPort: textAt(port, 'targetPort') ?? textAt(port, 'port') ?? '',
    protocol: textAt(port, 'protocol') ?? 'TCP',
  }))
}

/** `8080/TCP` and `http/TCP` for each port that the workload's containers declare; empty when they declare none. */
export function containerPorts(workload: ObjectVersion): ReadonlySet<string> {
  const ports = containersOf(workload.row.object).flatMap((container) => listAt(container, 'ports'))
  return new Set(
    ports.flatMap((port) => {
      const protocol = textAt(port, 'protocol') ?? 'TCP'
      return [textAt(port, 'containerPort'), textAt(port, 'name')].flatMap((name) => (name === null ? [] : [`${name}/${protocol}`]))
    }),
  )
}

/**
 * True when a port that callers use is one that the pods behind a Service serve, and the Service leads there under another number:
 * then the Service was renumbered, and its callers are right.
 */
export function isRenumbered(service: ObjectVersion, port: string, objects: ObjectHistory): boolean {
  const ports = portsOf(service)
  const served = selectedWorkloads(service, objects).map(containerPorts)
  const isServed = (number: string) => served.some((known) => known.has(`${number}/TCP`) || known.has(`${number}/UDP`))
  return ports.length > 0 && ports.every((one) => one.port !== port && !isServed(one.port)) && isServed(port)
}

/**
 * True when no port of a Service leads to one that the pods behind it declare, and each of their containers declares some: a port need not be declared to be
 * served, so nothing is said of pods that leave any out.
 */
export function isUnserved(service: ObjectVersion, objects: ObjectHistory): boolean {
  const [ports, workloads] = [portsOf(service), selectedWorkloads(service, objects)]
  const isTold = workloads.every(({ row }) => listAt(podSpec(row.object), 'containers').every((one) => listAt(one, 'ports').length > 0))
  const served = workloads.map(containerPorts)
  const isServed = ({ targetPort, protocol }: ServicePort) => served.some((known) => known.has(`${targetPort}/${protocol}`))
  return ports.length > 0 && workloads.length > 0 && isTold && !ports.some(isServed)
}

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
