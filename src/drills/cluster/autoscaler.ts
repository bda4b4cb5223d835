import { type Cluster, findWorkload, objectsOfKind, podsOf } from './cluster.ts'
import { cpuCores } from './quantity.ts'
import { refer } from './replica-sets.ts'

const EVERY_SECONDS = 15
const TOLERANCE = 0.1
const SCALE_LIMIT = 2

interface AutoscalerSpec {
  readonly scaleTargetRef: { readonly name: string }
  readonly minReplicas: number
  readonly maxReplicas: number
  readonly metrics: readonly { readonly resource: { readonly target: { readonly averageUtilization: number } } }[]
}

const usedBefore = new WeakMap<object, number>()

/** One pass of the autoscaler: replicas times used over wanted, at most doubled at a time. Source: the Kubernetes page on its algorithm. */
export function stepAutoscalers(cluster: Cluster): void {
  if (cluster.clock.now % EVERY_SECONDS !== 0) return
  for (const autoscaler of objectsOfKind(cluster, 'HorizontalPodAutoscaler')) {
    const spec = autoscaler.spec as unknown as AutoscalerSpec
    const namespace = autoscaler.metadata.namespace ?? ''
    const workload = findWorkload(cluster, namespace, spec.scaleTargetRef.name)
    const wanted = spec.metrics[0]?.resource.target.averageUtilization ?? 100
    if (!workload) continue
    const current = workload.spec.replicas
    const ratio = utilisation(cluster, namespace, spec.scaleTargetRef.name) / wanted
    const next = Math.min(spec.maxReplicas, current * SCALE_LIMIT, Math.max(spec.minReplicas, Math.ceil(current * ratio)))
    autoscaler.status = {
      currentReplicas: current,
      desiredReplicas: next,
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: Math.round(ratio * wanted) } } }],
    }
    if (next === current || Math.abs(ratio - 1) < TOLERANCE) continue
    workload.spec.replicas = next
    const message = `New size: ${next}; reason: cpu resource utilization (percentage of request) ${next > current ? 'above' : 'below'} target`
    cluster.events.emit({ target: refer(autoscaler), reason: 'SuccessfulRescale', message, component: 'horizontal-pod-autoscaler' })
  }
}

/** Percent of the requested processor that the ready pods used since the last pass. */
function utilisation(cluster: Cluster, namespace: string, workload: string): number {
  const pods = podsOf(cluster, namespace, workload).filter((pod) => pod.run.isReady)
  const shares = pods.map((pod) => {
    const used = pod.run.cpuSeconds - (usedBefore.get(pod) ?? pod.run.cpuSeconds)
    usedBefore.set(pod, pod.run.cpuSeconds)
    return (100 * used) / EVERY_SECONDS / cpuCores(pod.spec.containers[0].resources.requests['cpu'] ?? '100m')
  })
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length
}
