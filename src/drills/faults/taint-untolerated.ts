import { formatEntity } from '../../domain/entity.ts'
import { markChanged, nodesOf } from '../cluster/cluster.ts'
import { replacePods } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** Every node gets a taint that the workload does not tolerate, and its pod has to be replaced. Each node is the cause. */
export const taintUntolerated: FaultKind = {
  name: 'taint_untolerated',
  plan(context) {
    const { random, at, world } = context
    const unit = pickService(context)
    const key = random.pick(['dedicated', 'maintenance', 'reserved-for'])
    const nodes = nodesOf(world.cluster).map((node) => formatEntity('_cluster', 'Node', node.metadata.name))
    return singleCause(context, {
      mechanism: 'taint_untolerated',
      // Any node stands for all of them: the same command tainted them together.
      entities: () => nodes,
      onset: at + 30,
      steps: [
        {
          at,
          apply(now) {
            for (const node of nodesOf(now.cluster)) {
              node.spec.taints = [{ key, value: 'batch', effect: 'NoSchedule' }]
              markChanged(now.cluster, node, { manager: 'kubectl-taint', paths: ['spec.taints'] })
            }
          },
        },
        { at: at + 30, apply: (now) => replacePods(now, unit) },
      ],
    })
  },
}
