import type { Cluster } from './cluster.ts'
import type { Probe } from './objects.ts'
import type { Pod } from './pod.ts'
import { podReference } from './scheduler.ts'

/** Asks the process whether it is ready and alive, each probe in its own period. */
export function stepProbes(cluster: Cluster, pod: Pod): void {
  const { run } = pod
  const container = pod.spec.containers[0]
  const { now } = cluster.clock
  const alive = container.livenessProbe
  const uptime = now - (run.startedAt ?? now)
  if (alive && uptime >= alive.initialDelaySeconds && Math.floor(uptime) % alive.periodSeconds === 0) checkAlive(cluster, pod, alive)
  if (run.stage !== 'running' && run.stage !== 'starting') return
  const ready = container.readinessProbe
  if (!ready) {
    if (run.stage === 'running') becomeReady(pod, now)
    return
  }
  if (now < run.nextProbeAt) return
  run.nextProbeAt = now + ready.periodSeconds
  checkReady(cluster, pod, ready)
}

function checkReady(cluster: Cluster, pod: Pod, probe: Probe): void {
  const problem = probeProblem(cluster, pod, probe)
  if (problem === null) return becomeReady(pod, cluster.clock.now)
  pod.run.readinessFailures += 1
  unhealthy(cluster, pod, `Readiness probe failed: ${problem}`)
  if (pod.run.readinessFailures < probe.failureThreshold) return
  pod.run.isReady = false
  pod.run.readyAt = null
}

function checkAlive(cluster: Cluster, pod: Pod, probe: Probe): void {
  const problem = probeProblem(cluster, pod, probe)
  if (problem === null) {
    pod.run.livenessFailures = 0
    return
  }
  pod.run.livenessFailures += 1
  unhealthy(cluster, pod, `Liveness probe failed: ${problem}`)
  if (pod.run.livenessFailures < probe.failureThreshold) return
  const { name } = pod.spec.containers[0]
  const message = `Container ${name} failed liveness probe, will be restarted`
  cluster.events.emit({ target: podReference(pod), reason: 'Killing', message, component: 'kubelet', host: pod.run.node })
  restart(cluster, pod)
}

/** A restart that the kubelet asked for: exit code 137, and at first no pause. */
function restart(cluster: Cluster, pod: Pod): void {
  const { now } = cluster.clock
  pod.run.lastExit = { exitCode: 137, reason: 'Error', lastWords: null, at: now }
  pod.run.isReady = false
  pod.run.readyAt = null
  pod.run.restarts += 1
  pod.run.livenessFailures = 0
  pod.run.stage = 'backoff'
  pod.run.waiting = { reason: pod.run.restarts > 2 ? 'CrashLoopBackOff' : 'ContainerCreating', message: '' }
  pod.run.until = now + (pod.run.restarts > 2 ? pod.run.backoffSeconds : 2)
  if (pod.run.restarts > 2) pod.run.backoffSeconds = Math.min(300, pod.run.backoffSeconds * 2)
}

function becomeReady(pod: Pod, now: number): void {
  pod.run.readinessFailures = 0
  if (pod.run.isReady) return
  pod.run.isReady = true
  pod.run.readyAt = now
}

function probeProblem(cluster: Cluster, pod: Pod, probe: Probe): string | null {
  const program = cluster.programOf(pod)
  const port = probe.httpGet?.port ?? probe.grpc?.port ?? probe.tcpSocket?.port ?? 0
  const address = `${pod.ip}:${port}`
  if (pod.run.stage === 'starting' || port !== program.listenPort) {
    return probe.httpGet
      ? `Get "http://${address}${probe.httpGet.path}": dial tcp ${address}: connect: connection refused`
      : `dial tcp ${address}: connect: connection refused`
  }
  if (probe.httpGet && program.protocol !== 'http') return `Get "http://${address}${probe.httpGet.path}": malformed HTTP response`
  if (probe.grpc && program.protocol !== 'grpc') return 'service unhealthy: error reading server preface: http2: frame too large'
  if (probe.httpGet && !probe.httpGet.path.startsWith('/health')) return 'HTTP probe failed with statuscode: 404'
  if (pod.run.pressure > 20) {
    return `Get "http://${address}${probe.httpGet?.path ?? ''}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`
  }
  return null
}

function unhealthy(cluster: Cluster, pod: Pod, message: string): void {
  const target = { ...podReference(pod), fieldPath: `spec.containers{${pod.spec.containers[0].name}}` }
  cluster.events.emit({ target, reason: 'Unhealthy', message, severity: 'Warning', component: 'kubelet', host: pod.run.node })
}
