import { deleteObject, findService, markChanged } from '../cluster/cluster.ts'
import type { Service } from '../cluster/objects.ts'
import type { World } from '../world.ts'
import { entity } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'
import type { Random } from '../random.ts'

/** The Service sends to a port that nobody listens on. */
export const servicePortWrong = serviceFault('service_port_wrong', ({ service, random }) => {
  for (const port of service.spec.ports) port.targetPort += random.pick([1, 10, 1000])
  return 'spec.ports'
})

/** The Service offers another transport than its pods speak. */
export const serviceProtocolWrong = serviceFault('service_protocol_wrong', ({ service, random }) => {
  const protocol = random.pick(['UDP', 'SCTP'])
  for (const port of service.spec.ports) port.protocol = protocol
  return 'spec.ports'
})

/** The Service looks for pods that do not exist. */
export const serviceSelectorWrong = serviceFault('service_selector_wrong', ({ service, random }) => {
  const app = service.spec.selector['app'] ?? ''
  service.spec.selector = random.chance(0.5) ? { app: `${app}-v2` } : { app, track: 'stable' }
  return 'spec.selector'
})

/** The Service is gone; the pods behind it are well. */
export const serviceDeleted = serviceFault('service_deleted', ({ world, service }) => {
  deleteObject(world.cluster, `${service.metadata.namespace ?? ''}/Service/${service.metadata.name}`)
  return null
})

/** `change` answers the path it wrote, or null when nothing is left to write to. */
function serviceFault(name: string, change: (parts: { world: World; service: Service; random: Random }) => string | null): FaultKind {
  return {
    name,
    plan(context) {
      const unit = pickService(context)
      return singleCause(context, {
        mechanism: name,
        entities: () => [entity(unit, 'Service')],
        steps: [
          {
            at: context.at,
            apply(world) {
              const service = findService(world.cluster, unit.namespace, unit.name)
              if (!service) return
              const path = change({ world, service, random: context.random })
              if (path !== null) markChanged(world.cluster, service, { manager: 'kubectl-edit', paths: [path] })
            },
          },
        ],
      })
    },
  }
}
