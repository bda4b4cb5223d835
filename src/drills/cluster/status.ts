import { isoSecond } from '../clock.ts'
import type { Cluster } from './cluster.ts'
import type { KubeObject, Workload } from './objects.ts'
import { podsOwnedBy, replicaSetsOf } from './replica-sets.ts'
import { render, usedIn } from './quota.ts'

const READY = { status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
const SILENT = { status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' }
const RUNTIME_LOST = { status: 'False', reason: 'KubeletNotReady', message: 'container runtime is down' }

/** The `status` part of kinds whose status follows from the cluster's state; nothing for the others. */
export function statusOf(cluster: Cluster, object: KubeObject): { status?: Record<string, unknown> } {
  switch (object.kind) {
    case 'Deployment':
      return { status: deploymentStatus(cluster, object as Workload) }
    case 'ReplicaSet':
    case 'StatefulSet':
      return { status: setStatus(cluster, object) }
    case 'ResourceQuota':
      return { status: quotaStatus(cluster, object) }
    case 'Node':
      return { status: nodeStatus(cluster, object) }
    default:
      return {}
  }
}

function deploymentStatus(cluster: Cluster, deployment: Workload): Record<string, unknown> {
  const pods = replicaSetsOf(cluster, deployment).flatMap((set) => podsOwnedBy(cluster, set))
  const ready = pods.filter((pod) => pod.run.isReady).length
  const isAvailable = ready >= Math.ceil(deployment.spec.replicas * 0.75)
  return {
    observedGeneration: deployment.metadata.generation,
    replicas: pods.length,
    updatedReplicas: Math.min(pods.length, deployment.spec.replicas),
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: Math.max(0, deployment.spec.replicas - ready),
    conditions: [
      {
        type: 'Available',
        status: isAvailable ? 'True' : 'False',
        reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
        lastUpdateTime: isoSecond(cluster.clock, cluster.clock.now),
      },
    ],
  }
}

function setStatus(cluster: Cluster, set: KubeObject): Record<string, unknown> {
  const pods = podsOwnedBy(cluster, set)
  const ready = pods.filter((pod) => pod.run.isReady).length
  return { observedGeneration: set.metadata.generation, replicas: pods.length, readyReplicas: ready, availableReplicas: ready }
}

function quotaStatus(cluster: Cluster, quota: KubeObject): Record<string, unknown> {
  const hard = (quota.spec as { hard?: Record<string, string> }).hard ?? {}
  const used = usedIn(cluster, quota.metadata.namespace ?? '')
  return { hard, used: Object.fromEntries(Object.keys(hard).map((key) => [key, render(key, used)])) }
}

function nodeStatus(cluster: Cluster, node: KubeObject): Record<string, unknown> {
  const isDown = cluster.downNodes.has(node.metadata.name)
  const hasRuntime = !cluster.lostRuntimes.has(node.metadata.name)
  const heard = isoSecond(cluster.clock, cluster.clock.now - 20)
  return {
    ...node.status,
    conditions: [
      {
        type: 'Ready',
        ...(isDown ? SILENT : hasRuntime ? READY : RUNTIME_LOST),
        lastHeartbeatTime: heard,
      },
    ],
  }
}
