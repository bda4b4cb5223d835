import { CLUSTER_SCOPE, type EntityId, formatEntity } from '../../domain/entity.ts'
import { createObject, newMetadata, ownerOf } from '../cluster/cluster.ts'
import type { KubeObject, PodSpec } from '../cluster/objects.ts'
import { type Pod, newRun, podKey } from '../cluster/pod.ts'
import { podReference } from '../cluster/scheduler.ts'
import { suffixOf } from '../random.ts'
import type { World } from '../world.ts'
import type { Step } from './fault.ts'

const NAMESPACE = 'kube-system'
const LONG_AGO = -5000
const CRASH_SECONDS = 75

/** A pod of the platform on each of `nodes`, as if it had always been there: of a DaemonSet, or static, then named after its node. */
export function placeSystemPods(world: World, wanted: { name: string; nodes: readonly string[]; isStatic: boolean }): Pod[] {
  const { cluster } = world
  const { name, isStatic } = wanted
  const labels = isStatic ? { component: name, tier: 'control-plane' } : { 'k8s-app': name }
  const set = isStatic
    ? null
    : createObject(cluster, {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        namespace: NAMESPACE,
        name,
        labels,
        at: LONG_AGO,
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels, annotations: {} }, spec: specOf(name) } },
      })
  return wanted.nodes.map((node) => place(world, { name, node, set, labels }))
}

function place(world: World, of: { name: string; node: string; set: KubeObject | null; labels: Record<string, string> }): Pod {
  const { cluster } = world
  const name = of.set ? `${of.name}-${suffixOf(cluster.random, 5)}` : `${of.name}-${of.node}`
  const owner = of.set ? { owner: ownerOf(of.set) } : {}
  const metadata = newMetadata(
    cluster,
    { apiVersion: 'v1', kind: 'Pod', namespace: NAMESPACE, name, labels: of.labels, manager: 'kubelet', ...owner },
    LONG_AGO,
  )
  const run = {
    ...newRun(),
    stage: 'running' as const,
    node: of.node,
    isReady: true,
    readyAt: LONG_AGO,
    startedAt: LONG_AGO,
    boundAt: LONG_AGO,
  }
  const pod: Pod = {
    metadata,
    spec: specOf(of.name),
    workload: of.name,
    ip: '10.0.0.9',
    createdAt: LONG_AGO,
    owner: of.set?.metadata.uid ?? null,
    run,
  }
  cluster.pods.set(podKey(pod), pod)
  return pod
}

/** From `at` on the process of the pod ends again and again, and the kubelet waits longer and longer. */
export function crashSteps(world: World, pod: Pod, crash: { at: number; lastWords: string }): Step[] {
  const times = Math.floor((world.durationSeconds - crash.at) / CRASH_SECONDS)
  return Array.from({ length: times }, (_, index) => ({
    at: crash.at + index * CRASH_SECONDS,
    apply: (now: World) => crashNow(now, pod, crash.lastWords),
  }))
}

function crashNow(world: World, pod: Pod, lastWords: string): void {
  const { run, metadata } = pod
  const container = pod.spec.containers[0].name
  const message = `restarting failed container ${container} in pod ${metadata.name}_${metadata.namespace}(${metadata.uid})`
  run.stage = 'backoff'
  run.until = Number.POSITIVE_INFINITY
  run.isReady = false
  run.readyAt = null
  run.restarts += 1
  run.lastExit = { exitCode: 1, reason: 'Error', lastWords, at: world.clock.now }
  run.waiting = { reason: 'CrashLoopBackOff', message: `back-off ${message}` }
  const target = { ...podReference(pod), fieldPath: `spec.containers{${container}}` }
  world.cluster.events.emit({
    target,
    reason: 'BackOff',
    message: `Back-off ${message}`,
    severity: 'Warning',
    component: 'kubelet',
    host: run.node,
  })
}

/** The names under which a platform pod that fails may be blamed, its node first. */
export function systemPodEntities(pod: Pod): EntityId[] {
  const set = pod.metadata.ownerReferences?.[0]
  return [
    formatEntity(CLUSTER_SCOPE, 'Node', pod.run.node ?? ''),
    formatEntity(NAMESPACE, 'Pod', pod.metadata.name),
    ...(set ? [formatEntity(NAMESPACE, set.kind, set.name)] : []),
  ]
}

function specOf(name: string): PodSpec {
  const resources = { requests: { cpu: '10m', memory: '32Mi' }, limits: {} }
  const container = {
    name,
    image: `registry.harbourline.example/platform/${name}:1.31`,
    env: [],
    ports: [],
    resources,
    volumeMounts: [],
    imagePullPolicy: 'IfNotPresent',
  }
  return {
    containers: [container],
    volumes: [],
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    priorityClassName: 'system-node-critical',
    priority: 2_000_001_000,
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
  }
}
