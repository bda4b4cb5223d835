import { type EntityId, formatEntity } from '../../domain/entity.ts'
import { isoSecond } from '../clock.ts'
import { suffixOf } from '../random.ts'
import { type Cluster, createObject, deleteObject, newMetadata, ownerOf } from './cluster.ts'
import type { KubeObject, PodSpec } from './objects.ts'
import { type Exit, type Pod, newRun, podKey } from './pod.ts'
import { refer } from './replica-sets.ts'

const CONTROLLER = 'job-controller'
/** Default of Kubernetes for finished Jobs of a CronJob that are kept. */
const KEPT = 3

export interface CronJob {
  readonly namespace: string
  readonly name: string
  readonly image: string
  /** As cron writes it; the simulation is told the times. */
  readonly schedule: string
}

/** The CronJob itself, made at `at` (seconds, negative before the recording). */
export function createCronJob(cluster: Cluster, cron: CronJob, at: number): KubeObject {
  const { namespace, name, schedule } = cron
  const template = { spec: { backoffLimit: 1, template: { metadata: { labels: { job: name } }, spec: specOf(cron) } } }
  const spec = { schedule, concurrencyPolicy: 'Forbid', successfulJobsHistoryLimit: KEPT, jobTemplate: template }
  return createObject(cluster, { apiVersion: 'batch/v1', kind: 'CronJob', namespace, name, at, spec, manager: 'helm' })
}

/** One run: a Job and its pod, which the scheduler and the kubelet then treat as any other. */
export function startJob(cluster: Cluster, cron: CronJob, owner: KubeObject): { readonly job: KubeObject; readonly pod: Pod } {
  const { now } = cluster.clock
  const name = `${cron.name}-${Math.floor((cluster.clock.startMs / 1000 + now) / 60)}`
  const job = createJob(cluster, cron, { name, owner, at: now })
  const pod = createJobPod(cluster, cron, { job, at: now })
  emit(cluster, owner, { reason: 'SuccessfulCreate', message: `Created job ${name}`, component: 'cronjob-controller' })
  emit(cluster, job, { reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}`, component: CONTROLLER })
  return { job, pod }
}

/** Its process ends well; Jobs beyond those that are kept go, with their pods. */
export function completeJob(cluster: Cluster, run: { job: KubeObject; pod: Pod; owner: KubeObject }): void {
  const { job, pod, owner } = run
  endPod(cluster, pod, { exit: { exitCode: 0, reason: 'Completed', lastWords: null }, at: cluster.clock.now })
  finish(cluster, job, { type: 'Complete', at: cluster.clock.now })
  emit(cluster, job, { reason: 'Completed', message: 'Job completed', component: CONTROLLER })
  emit(cluster, owner, {
    reason: 'SawCompletedJob',
    message: `Saw completed job: ${job.metadata.name}, condition: Complete`,
    component: 'cronjob-controller',
  })
  const done = [...(cluster.kinds.get('Job') ?? [])].filter((each) => each.metadata.ownerReferences?.[0]?.uid === owner.metadata.uid)
  for (const old of done.slice(0, -KEPT)) forget(cluster, old)
}

/** A Job that failed at `at`, in the past, and still lies there with its pod. */
export function createFailedJob(cluster: Cluster, cron: CronJob, failed: { at: number; exit: Exit }): EntityId {
  const job = createJob(cluster, cron, { name: cron.name, owner: null, at: failed.at - 60 })
  const pod = createJobPod(cluster, cron, { job, at: failed.at - 60 })
  endPod(cluster, pod, failed)
  finish(cluster, job, {
    type: 'Failed',
    at: failed.at,
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
  })
  return formatEntity(cron.namespace, 'Job', cron.name)
}

function createJob(cluster: Cluster, cron: CronJob, job: { name: string; owner: KubeObject | null; at: number }): KubeObject {
  const labels = { job: cron.name, 'job-name': job.name }
  return createObject(cluster, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    namespace: cron.namespace,
    name: job.name,
    labels,
    at: job.at,
    manager: job.owner ? 'kube-controller-manager' : 'kubectl-create',
    ...(job.owner ? { owner: ownerOf(job.owner) } : {}),
    spec: { backoffLimit: 1, completions: 1, parallelism: 1, template: { metadata: { labels }, spec: specOf(cron) } },
    extra: { status: { active: 1, startTime: isoSecond(cluster.clock, job.at) } },
  })
}

function createJobPod(cluster: Cluster, cron: CronJob, of: { job: KubeObject; at: number }): Pod {
  const { namespace } = cron
  const { job, at } = of
  const name = `${job.metadata.name}-${suffixOf(cluster.random, 5)}`
  const wanted = { apiVersion: 'v1', kind: 'Pod', namespace, name, labels: job.metadata.labels, owner: ownerOf(job), manager: CONTROLLER }
  const pod: Pod = {
    metadata: newMetadata(cluster, wanted, at),
    spec: specOf(cron),
    workload: cron.name,
    ip: `10.39.${cluster.random.integer(0, 250)}.${cluster.random.integer(10, 250)}`,
    createdAt: at,
    owner: job.metadata.uid,
    run: newRun(),
  }
  cluster.images.set(cron.image, 'amd64')
  cluster.pods.set(podKey(pod), pod)
  return pod
}

function endPod(cluster: Cluster, pod: Pod, end: { exit: Exit; at: number }): void {
  const node = pod.run.node ?? [...(cluster.kinds.get('Node') ?? [])][0]?.metadata.name ?? null
  const stage = end.exit.exitCode === 0 ? 'completed' : 'failed'
  Object.assign(pod.run, { stage, node, isReady: false, readyAt: null, waiting: null, lastExit: { ...end.exit, at: end.at } })
}

function finish(cluster: Cluster, job: KubeObject, end: { type: string; at: number; reason?: string; message?: string }): void {
  const { at, ...condition } = end
  const time = isoSecond(cluster.clock, at)
  job.status = {
    ...(end.type === 'Complete' ? { succeeded: 1, completionTime: time } : { failed: 2 }),
    startTime: job.metadata.creationTimestamp,
    conditions: [{ ...condition, status: 'True', lastProbeTime: time, lastTransitionTime: time }],
  }
}

function forget(cluster: Cluster, job: KubeObject): void {
  for (const [key, pod] of cluster.pods) if (pod.owner === job.metadata.uid) cluster.pods.delete(key)
  deleteObject(cluster, formatEntity(job.metadata.namespace ?? '', 'Job', job.metadata.name))
}

function emit(cluster: Cluster, object: KubeObject, event: { reason: string; message: string; component: string }): void {
  cluster.events.emit({ target: refer(object), ...event })
}

function specOf(cron: CronJob): PodSpec {
  const resources = { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '200m', memory: '128Mi' } }
  const container = { name: 'task', image: cron.image, env: [], ports: [], resources, volumeMounts: [], imagePullPolicy: 'IfNotPresent' }
  return {
    containers: [container],
    volumes: [],
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: 30,
  }
}
