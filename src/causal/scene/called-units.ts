import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { textAt } from './kubernetes/fields.ts'
import type { Graph } from './scene.ts'
import { serviceOfHost } from './kubernetes/address.ts'

/** Addresses that mean no host of the cluster: a headless Service has none of its own. */
const NO_ADDRESS: ReadonlySet<string> = new Set(['None', ''])

/**
 * Tells whom a host means as a caller writes it: the Service of that name in the caller's scope or in the one that the host names, also when it was
 * deleted or only telemetry speaks of it; by address the Service or pod that has it. A name that nothing has is nobody, for a wrong name is the caller's.
 */
export function createAddressBook(versions: readonly Rows['object_versions'][], named: ReadonlySet<EntityId>): Graph['calleeOf'] {
  const known = new Set<EntityId>([...versions.map(({ entity }) => entity), ...named])
  const byAddress = new Map(
    versions.flatMap(({ entity, object }) =>
      [textAt(object, 'spec', 'clusterIP'), textAt(object, 'status', 'podIP')].flatMap((address) =>
        address === null || NO_ADDRESS.has(address) ? [] : [[address, entity] as const],
      ),
    ),
  )
  const namespaces = new Set(versions.map(({ entity }) => parseEntity(entity).scope))
  return ({ caller, host }) => {
    const addressed = byAddress.get(host)
    if (addressed !== undefined) return addressed
    const { scope } = parseEntity(caller)
    const meant = servicesOf(host, scope)
    // Where telemetry stands alone, its scope is no namespace that a host could name.
    const unplaced = namespaces.has(scope) ? [] : meant.map((service) => formatEntity(scope, 'Service', parseEntity(service).name))
    return [...meant, ...unplaced].find((service) => known.has(service) || isServedBy(service, known)) ?? null
  }
}

/** A workload bears the name: its Service is gone, or was not read. */
function isServedBy(service: EntityId, known: ReadonlySet<EntityId>): boolean {
  const { scope, name } = parseEntity(service)
  return (['Deployment', 'StatefulSet', 'DaemonSet'] as const).some((kind) => known.has(formatEntity(scope, kind, name)))
}

/** The Service that a host names, and the one in front of a pod that it names (`db-0.db.shop.svc`). */
function servicesOf(host: string, scope: string): readonly EntityId[] {
  const [, ...behindPod] = host.toLowerCase().split('.')
  return [host.toLowerCase(), behindPod.join('.')].flatMap((one) => serviceOfHost(one, scope) ?? [])
}
