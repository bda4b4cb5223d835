import { formatEntity } from '../../domain/entity.ts'
import { createObject, deleteObject, findService } from '../cluster/cluster.ts'
import { formatMemory } from '../cluster/quantity.ts'
import { ONE_SERVICE, quotaRefusal, usedIn } from '../cluster/quota.ts'
import { uidOf } from '../random.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { replacePods } from './acts.ts'
import { type FaultContext, type FaultKind, type Step, pickService, singleCause } from './fault.ts'

const RETRY_SECONDS = 120
const FULL_SHARE = 0.6

/** A quota counts Services; a release then makes one of them anew, and the new one is not admitted. */
export const quotaServices: FaultKind = {
  name: 'quota_exceeded_services',
  plan(context) {
    const unit = pickService(context)
    const lostAt = context.at + context.delaySeconds + 20
    const tries = Math.floor((context.world.durationSeconds - lostAt) / RETRY_SECONDS)
    const uid = uidOf(context.random)
    return quotaPlan(context, unit, {
      hard: (world) => ({ services: String(usedIn(world.cluster, unit.namespace).services - 1) }),
      lostAt,
      steps: Array.from({ length: tries }, (_, index) => ({
        at: lostAt + index * RETRY_SECONDS,
        apply: (world) => releaseService(world, unit, uid),
      })),
    })
  },
}

/** A quota counts what claims ask for; the disk of a database has to be made anew, and its claim is not admitted. */
export const quotaStorage: FaultKind = {
  name: 'quota_exceeded_storage',
  plan(context) {
    const databases = context.world.topology.services.filter((unit) => unit.role === 'database')
    const unit = databases.length > 0 ? context.random.pick(databases) : pickService(context)
    context.struck.add(unit)
    const lostAt = context.at + context.delaySeconds + 20
    return quotaPlan(context, unit, {
      hard: (world) => ({ 'requests.storage': formatMemory(usedIn(world.cluster, unit.namespace).storage * FULL_SHARE) }),
      lostAt,
      steps: [
        {
          at: lostAt,
          apply(world) {
            deleteObject(world.cluster, formatEntity(unit.namespace, 'PersistentVolumeClaim', `data-${unit.name}`))
            replacePods(world, unit)
          },
        },
      ],
    })
  },
}

function quotaPlan(
  context: FaultContext,
  unit: ServiceUnit,
  act: { hard: (world: World) => Record<string, string>; lostAt: number; steps: readonly Step[] },
) {
  const name = context.random.pick(['team-budget', 'namespace-limits', 'object-share'])
  const { namespace } = unit
  const apply = (world: World) =>
    void createObject(world.cluster, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      namespace,
      name,
      spec: { hard: act.hard(world) },
      manager: 'kubectl-client-side-apply',
    })
  return singleCause(context, {
    mechanism: 'quota_exceeded',
    entities: () => [formatEntity(namespace, 'ResourceQuota', name), formatEntity('_cluster', 'Namespace', namespace)],
    onset: act.lostAt,
    steps: [{ at: context.at, apply }, ...act.steps],
  })
}

/** What a release controller does with a Service whose address it may not change: deletes it and makes it again. */
function releaseService(world: World, unit: ServiceUnit, uid: string): void {
  const { namespace, name } = unit
  if (findService(world.cluster, namespace, name)) deleteObject(world.cluster, formatEntity(namespace, 'Service', name))
  const refusal = quotaRefusal(world.cluster, namespace, ONE_SERVICE)
  if (refusal === null) return
  world.cluster.events.emit({
    target: { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace, name, uid },
    reason: 'UpgradeFailed',
    message: `Helm upgrade failed for release ${namespace}/${name}: failed to replace object: services "${name}" is forbidden: ${refusal}`,
    severity: 'Warning',
    component: 'helm-controller',
  })
}
