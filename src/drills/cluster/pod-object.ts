import { isoSecond } from '../clock.ts'
import type { Cluster } from './cluster.ts'
import type { KubeObject } from './objects.ts'
import type { Pod } from './pod.ts'
import { isOver, isUp } from './pod.ts'

/** The pod as the API server shows it, with the status its life has led to. */
export function podObject(cluster: Cluster, pod: Pod): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: pod.metadata,
    spec: { ...pod.spec, ...(pod.run.node === null ? {} : { nodeName: pod.run.node }) },
    status: podStatus(cluster, pod),
  }
}

function podStatus(cluster: Cluster, pod: Pod): Record<string, unknown> {
  const { run } = pod
  const isRunning = isUp(pod) || run.stage === 'backoff'
  return {
    phase: phaseOf(pod),
    conditions: conditionsOf(cluster, pod),
    ...(run.node === null ? {} : { hostIP: '10.0.0.1', podIP: pod.ip, startTime: isoSecond(cluster.clock, run.boundAt ?? pod.createdAt) }),
    qosClass: 'Burstable',
    ...(run.node === null ? {} : { containerStatuses: [containerStatus(cluster, pod, isRunning)] }),
    ...(run.stage === 'initializing' ? { initContainerStatuses: initStatuses(cluster, pod) } : {}),
  }
}

function phaseOf(pod: Pod): string {
  if (pod.run.stage === 'failed') return 'Failed'
  if (pod.run.stage === 'completed') return 'Succeeded'
  return isUp(pod) || pod.run.stage === 'backoff' || pod.run.stage === 'terminating' ? 'Running' : 'Pending'
}

function conditionsOf(cluster: Cluster, pod: Pod): object[] {
  const since = isoSecond(cluster.clock, pod.run.readyAt ?? pod.run.lastExit?.at ?? pod.createdAt)
  const ready = pod.run.isReady ? 'True' : 'False'
  const scheduled =
    pod.run.node === null
      ? {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message: pod.run.waiting?.message ?? '',
          lastTransitionTime: since,
        }
      : { type: 'PodScheduled', status: 'True', lastTransitionTime: isoSecond(cluster.clock, pod.run.boundAt ?? pod.createdAt) }
  const unready = pod.run.isReady
    ? {}
    : pod.run.stage === 'completed'
      ? { reason: 'PodCompleted' }
      : { reason: 'ContainersNotReady', message: `containers with unready status: [${pod.spec.containers[0].name}]` }
  return [
    { type: 'Ready', status: ready, lastTransitionTime: since, ...unready },
    { type: 'ContainersReady', status: ready, lastTransitionTime: since, ...unready },
    // A pod that no scheduler has looked at has not even this condition.
    ...(pod.run.node === null && pod.run.waiting === null ? [] : [scheduled]),
  ]
}

function containerStatus(cluster: Cluster, pod: Pod, isRunning: boolean): object {
  const { run } = pod
  const container = pod.spec.containers[0]
  const waiting = run.waiting ?? { reason: 'ContainerCreating', message: '' }
  const state =
    isOver(pod) && run.lastExit !== null
      ? { terminated: terminated(cluster, run.lastExit) }
      : isRunning && run.stage !== 'backoff'
        ? { running: { startedAt: isoSecond(cluster.clock, run.startedAt ?? pod.createdAt) } }
        : { waiting: waiting.message === '' ? { reason: waiting.reason } : waiting }
  return {
    name: container.name,
    image: container.image,
    imageID: '',
    ready: run.isReady,
    restartCount: run.stage === 'initializing' ? 0 : run.restarts,
    started: isUp(pod),
    state,
    lastState:
      run.lastExit === null || run.stage === 'initializing' || isOver(pod) ? {} : { terminated: terminated(cluster, run.lastExit) },
  }
}

function initStatuses(cluster: Cluster, pod: Pod): object[] {
  return (pod.spec.initContainers ?? []).map((container) => ({
    name: container.name,
    image: container.image,
    ready: false,
    restartCount: pod.run.restarts,
    state:
      pod.run.lastExit === null
        ? { running: { startedAt: isoSecond(cluster.clock, pod.run.boundAt ?? pod.createdAt) } }
        : { waiting: { reason: 'CrashLoopBackOff', message: `back-off restarting failed container ${container.name}` } },
    lastState: pod.run.lastExit === null ? {} : { terminated: terminated(cluster, pod.run.lastExit) },
  }))
}

function terminated(cluster: Cluster, exit: { exitCode: number; reason: string; at: number; lastWords: string | null }): object {
  return {
    exitCode: exit.exitCode,
    reason: exit.reason,
    finishedAt: isoSecond(cluster.clock, exit.at),
    ...(exit.lastWords === null ? {} : { message: exit.lastWords }),
  }
}
