import { formatEntity } from '../../domain/entity.ts'
import { createObject } from '../cluster/cluster.ts'
import type { FaultKind, FaultPlan } from './fault.ts'

const HOW_MANY = 3

/** Autoscalers with targets far below everyday use: everything works, and costs several times as much. Each one is a cause. */
export const autoscalersAggressive: FaultKind = {
  name: 'autoscalers_aggressive',
  plan(context): FaultPlan {
    const { random, world, at } = context
    const mayHit = context.mayHit ?? (() => true)
    const candidates = world.topology.services.filter((unit) => unit.role === 'service' && mayHit(unit))
    const start = random.integer(0, candidates.length - 1)
    const targets = Array.from(
      { length: Math.min(HOW_MANY, candidates.length) },
      (_, index) => candidates[(start + index) % candidates.length],
    ).filter((unit) => unit !== undefined)
    for (const unit of targets) context.struck.add(unit)
    const roots = targets.map((unit) => formatEntity(unit.namespace, 'HorizontalPodAutoscaler', unit.name))
    return {
      mechanism: 'autoscaler_aggressive',
      outcome: 'diagnosis',
      injectedAt: at,
      onset: at + 30,
      decoys: [],
      truth: () => ({ rootCauses: roots, accept: roots.map((root) => [root]) }),
      steps: targets.map((unit) => ({
        at,
        apply(now) {
          createObject(now.cluster, {
            apiVersion: 'autoscaling/v2',
            kind: 'HorizontalPodAutoscaler',
            namespace: unit.namespace,
            name: unit.name,
            manager: 'kubectl-client-side-apply',
            spec: {
              scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: unit.workload },
              minReplicas: 1,
              maxReplicas: 8,
              metrics: [
                { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: random.integer(3, 6) } } },
              ],
            },
          })
        },
      })),
    }
  },
}
