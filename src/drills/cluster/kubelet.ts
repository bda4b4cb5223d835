import { formatEntity } from '../../domain/entity.ts'
import type { Cluster } from './cluster.ts'
import { nodesOf } from './cluster.ts'
import { type Exit, type Pod, isUp, podKey } from './pod.ts'
import { stepProbes } from './probes.ts'
import { podReference } from './scheduler.ts'

const MAX_BACKOFF_SECONDS = 300
const CALM_RESET_SECONDS = 600
/** Source: exponential back-off of the kubelet's volume operations, two minutes and two seconds at most. */
const MAX_MOUNT_PAUSE_SECONDS = 122

/** One second in the life of every pod: init containers, image pulls, starts, exits, probes, restarts and stops. */
export function stepKubelet(cluster: Cluster): void {
  for (const pod of cluster.pods.values()) {
    if (pod.run.node !== null && (cluster.downNodes.has(pod.run.node) || cluster.lostRuntimes.has(pod.run.node))) continue
    stepPod(cluster, pod)
  }
}

function stepPod(cluster: Cluster, pod: Pod): void {
  const { now } = cluster.clock
  switch (pod.run.stage) {
    case 'pending':
    case 'completed':
    case 'failed':
      return
    case 'initializing':
      return pod.run.until <= now ? runInit(cluster, pod) : undefined
    case 'pulling':
      return pod.run.until <= now ? pull(cluster, pod) : undefined
    case 'pull_backoff':
      return pod.run.until <= now ? pull(cluster, pod) : undefined
    case 'backoff':
      return pod.run.until <= now ? start(cluster, pod) : undefined
    case 'terminating':
      if (pod.run.until <= now) cluster.pods.delete(podKey(pod))
      return
    case 'starting':
    case 'running':
      stepProcess(cluster, pod)
  }
}

function stepProcess(cluster: Cluster, pod: Pod): void {
  const { now } = cluster.clock
  const uptime = now - (pod.run.startedAt ?? now)
  const exit = uptime >= 2 ? cluster.programOf(pod).exitAtStart(pod) : null
  if (exit) return ended(cluster, pod, exit)
  if (pod.run.stage === 'starting' && pod.run.until <= now) pod.run.stage = 'running'
  if (uptime > CALM_RESET_SECONDS) pod.run.backoffSeconds = 10
  stepProbes(cluster, pod)
}

/** The process is gone: restart with a growing pause, as the kubelet does. */
export function ended(cluster: Cluster, pod: Pod, exit: Exit): void {
  const { now } = cluster.clock
  const container = pod.spec.containers[0].name
  pod.run.lastExit = { ...exit, at: now }
  cluster.onExit(pod, exit)
  pod.run.isReady = false
  pod.run.readyAt = null
  pod.run.stage = 'backoff'
  pod.run.until = now + pod.run.backoffSeconds
  pod.run.backoffSeconds = Math.min(MAX_BACKOFF_SECONDS, pod.run.backoffSeconds * 2)
  pod.run.restarts += 1
  const message = `back-off restarting failed container ${container} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`
  pod.run.waiting = {
    reason: exit.startError === undefined ? 'CrashLoopBackOff' : 'RunContainerError',
    message: exit.startError ?? message,
  }
  if (pod.run.restarts > 1) emit(cluster, pod, { reason: 'BackOff', message: `B${message.slice(1)}`, severity: 'Warning' })
}

function runInit(cluster: Cluster, pod: Pod): void {
  const { now } = cluster.clock
  for (const container of pod.spec.initContainers ?? []) {
    const outcome = cluster.programOf(pod).initOutcome(pod, container.name)
    if (!pod.run.sawInitFailure) emit(cluster, pod, { reason: 'Started', message: `Started container ${container.name}` })
    if (outcome === 'pass') continue
    pod.run.waiting = { reason: 'PodInitializing', message: '' }
    pod.run.sawInitFailure = true
    pod.run.until = outcome === 'hang' ? now + CALM_RESET_SECONDS : now + pod.run.backoffSeconds
    if (outcome === 'hang') return
    pod.run.lastExit = { ...outcome, at: now }
    cluster.onExit(pod, outcome)
    pod.run.restarts += 1
    pod.run.backoffSeconds = Math.min(MAX_BACKOFF_SECONDS, pod.run.backoffSeconds * 2)
    emit(cluster, pod, {
      reason: 'BackOff',
      message: `Back-off restarting failed container ${container.name} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
      severity: 'Warning',
    })
    return
  }
  pod.run.stage = 'pulling'
  pod.run.until = now + 1
}

function pull(cluster: Cluster, pod: Pod): void {
  const { now } = cluster.clock
  const { image, name } = pod.spec.containers[0]
  if (isMountRefused(cluster, pod)) return
  if (cluster.images.has(image) && !cluster.pullProblems.has(image)) {
    emit(cluster, pod, { reason: 'Pulled', message: `Container image "${image}" already present on machine` })
    emit(cluster, pod, { reason: 'Created', message: `Created container: ${name}` })
    return start(cluster, pod)
  }
  const isFirst = pod.run.stage === 'pulling'
  const why =
    cluster.pullProblems.get(image) ??
    `code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`
  const message = `Failed to pull image "${image}": rpc error: ${why}`
  const secrets = (pod.spec.imagePullSecrets ?? []).map((secret) => secret.name)
  if (secrets.length > 0) {
    const warning = `Unable to retrieve some image pull secrets (${secrets.join(', ')}); attempting to pull the image may not succeed.`
    emit(cluster, pod, { reason: 'FailedToRetrieveImagePullSecret', message: warning, severity: 'Warning' })
  }
  if (isFirst) emit(cluster, pod, { reason: 'Pulling', message: `Pulling image "${image}"` })
  emit(cluster, pod, { reason: 'Failed', message, severity: 'Warning' })
  emit(cluster, pod, { reason: 'Failed', message: 'Error: ErrImagePull', severity: 'Warning' })
  emit(cluster, pod, { reason: 'BackOff', message: `Back-off pulling image "${image}"`, severity: 'Warning' })
  emit(cluster, pod, { reason: 'Failed', message: 'Error: ImagePullBackOff', severity: 'Warning' })
  pod.run.waiting = { reason: isFirst ? 'ErrImagePull' : 'ImagePullBackOff', message: `Back-off pulling image "${image}"` }
  pod.run.stage = 'pull_backoff'
  pod.run.until = now + pod.run.backoffSeconds
  pod.run.backoffSeconds = Math.min(MAX_BACKOFF_SECONDS, pod.run.backoffSeconds * 2)
}

/** A network file system that does not know this pod's node: the container is never made, the mount is tried again and again. */
function isMountRefused(cluster: Cluster, pod: Pod): boolean {
  const volume = pod.spec.volumes.find((each) => each.nfs !== undefined)
  if (volume?.nfs === undefined) return false
  const { server, path } = volume.nfs
  const message = `MountVolume.SetUp failed for volume "${volume.name}" : mount failed: exit status 32 Mounting command: mount Output: mount.nfs: access denied by server while mounting ${server}:${path}`
  emit(cluster, pod, { reason: 'FailedMount', message, severity: 'Warning' })
  pod.run.until = cluster.clock.now + pod.run.backoffSeconds
  pod.run.backoffSeconds = Math.min(MAX_MOUNT_PAUSE_SECONDS, pod.run.backoffSeconds * 2)
  return true
}

function start(cluster: Cluster, pod: Pod): void {
  const { now } = cluster.clock
  const program = cluster.programOf(pod)
  const exit = architectureProblem(cluster, pod) ?? configProblem(cluster, pod)
  pod.run.startedAt = now
  if (exit?.startError !== undefined) {
    emit(cluster, pod, { reason: 'Failed', message: `Error: ${exit.startError}`, severity: 'Warning' })
    return ended(cluster, pod, exit)
  }
  emit(cluster, pod, { reason: 'Started', message: `Started container ${pod.spec.containers[0].name}` })
  if (exit) return ended(cluster, pod, exit)
  pod.run.stage = 'starting'
  pod.run.waiting = null
  pod.run.until = now + program.startupSeconds
  pod.run.nextProbeAt = now + program.startupSeconds
  pod.run.readinessFailures = 0
  pod.run.livenessFailures = 0
}

function architectureProblem(cluster: Cluster, pod: Pod): Exit | null {
  const { image, command } = pod.spec.containers[0]
  const node = nodesOf(cluster).find((candidate) => candidate.metadata.name === pod.run.node)
  const wanted = node?.metadata.labels['kubernetes.io/arch'] ?? 'amd64'
  if (cluster.images.get(image) !== wanted) {
    return { exitCode: 255, reason: 'Error', lastWords: `exec ${command?.[0] ?? '/app/server'}: exec format error` }
  }
  if (command?.[0] === undefined || command[0].startsWith('/app/')) return null
  const startError = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${command[0]}": executable file not found in $PATH: unknown`
  return { exitCode: 128, reason: 'StartError', lastWords: null, startError }
}

function configProblem(cluster: Cluster, pod: Pod): Exit | null {
  const namespace = pod.metadata.namespace ?? ''
  const names = pod.spec.volumes.flatMap((volume) => volume.configMap?.name ?? [])
  const missing = names.find((name) => !cluster.objects.has(formatEntity(namespace, 'ConfigMap', name)))
  if (missing === undefined) return null
  return { exitCode: 128, reason: 'CreateContainerConfigError', lastWords: null, startError: `configmap "${missing}" not found` }
}

function emit(cluster: Cluster, pod: Pod, event: { reason: string; message: string; severity?: 'Normal' | 'Warning' }): void {
  const target = { ...podReference(pod), fieldPath: `spec.containers{${pod.spec.containers[0].name}}` }
  cluster.events.emit({ target, component: 'kubelet', host: pod.run.node, ...event })
}

/** Ready pods that a selector picks, in a stable order. */
export function readyPods(cluster: Cluster, namespace: string, selector: Readonly<Record<string, string>>): Pod[] {
  const wanted = Object.entries(selector)
  return [...cluster.pods.values()].filter(
    (pod) =>
      pod.run.isReady &&
      isUp(pod) &&
      pod.metadata.namespace === namespace &&
      wanted.every(([key, value]) => pod.metadata.labels[key] === value),
  )
}
