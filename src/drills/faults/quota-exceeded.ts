import { formatEntity } from '../../domain/entity.ts'
import { createObject } from '../cluster/cluster.ts'
import { removePod } from '../cluster/replica-sets.ts'
import { podsOf } from '../cluster/cluster.ts'
import { formatCpu, formatMemory } from '../cluster/quantity.ts'
import { usedIn } from '../cluster/quota.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** A quota is set to what is in use, and the next pod that has to be replaced is not admitted. */
export const quotaExceeded: FaultKind = {
  name: 'quota_exceeded',
  plan(context) {
    const { random, at } = context
    const unit = pickService(context)
    const name = random.pick(['team-budget', 'namespace-limits', 'compute-share'])
    const quota = formatEntity(unit.namespace, 'ResourceQuota', name)
    const resource = random.pick(['requests.cpu', 'requests.memory', 'pods'])
    const lostAt = at + context.delaySeconds + 20
    return singleCause(context, {
      mechanism: 'quota_exceeded',
      entities: () => [quota, formatEntity('_cluster', 'Namespace', unit.namespace)],
      onset: lostAt,
      steps: [
        {
          at,
          apply(world) {
            const used = usedIn(world.cluster, unit.namespace)
            const hard = {
              'requests.cpu': formatCpu(used.cpu * 0.8),
              'requests.memory': formatMemory(used.memory * 0.8),
              pods: String(used.pods - 2),
            }
            const spec = { hard: { [resource]: hard[resource as keyof typeof hard] } }
            createObject(world.cluster, {
              apiVersion: 'v1',
              kind: 'ResourceQuota',
              namespace: unit.namespace,
              name,
              spec,
              manager: 'kubectl-client-side-apply',
            })
          },
        },
        {
          at: lostAt,
          apply(world) {
            for (const pod of podsOf(world.cluster, unit.namespace, unit.workload)) removePod(world.cluster, pod, null)
          },
        },
      ],
    })
  },
}
