import { ownValue } from '../../../domain/own-value.ts'
import { parseEntity } from '../../../domain/entity.ts'
import { howOften } from '../../../domain/how-often.ts'
import { listAt, mapAt, numberAt, textAt, conditionOf, isTrue, neverCameThrough } from '../kubernetes/fields.ts'
import { unmetStates } from '../kubernetes/unmet-state.ts'
import type { ObjectVersion } from '../scene.ts'
import type { SymptomKind } from './symptom.ts'
import { endpointSymptoms, serviceSymptoms } from './from-services.ts'
import { type RawSymptom, type State, stateSymptom, type SymptomSources } from './symptom-sources.ts'

/** Waiting reasons of containers that mean something failed (kubelet's container states); others (ContainerCreating) may be normal. */
const WAITING: Readonly<Record<string, SymptomKind>> = {
  ImagePullBackOff: 'image_pull_failed',
  ErrImagePull: 'image_pull_failed',
  InvalidImageName: 'image_pull_failed',
  ErrImageNeverPull: 'image_pull_failed',
  RegistryUnavailable: 'image_pull_failed',
  CrashLoopBackOff: 'container_restart',
  RunContainerError: 'container_restart',
  CreateContainerError: 'container_restart',
  CreateContainerConfigError: 'container_restart',
}
/** Restarts of a container that is ready now are history unless the last one was this recent. */
const RECENT_RESTART_SECONDS = 30 * 60

/** What the newest state of each object says is wrong: pods, workloads, endpoints, nodes. Earlier states speak through events and calls. */
export function objectSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const inScope = sources.objects.current().filter(({ row }) => sources.isInScope(row.entity) || parseEntity(row.entity).kind === 'Node')
  return inScope.flatMap((version) =>
    symptomsOf(version, sources).map((symptom) => ({ ...symptom, since: stateSince(version, symptom, sources) })),
  )
}

/** Walks back over the versions that show the same state: it began with the first of them. Null when the source has no clock. */
function stateSince(newest: ObjectVersion, symptom: RawSymptom, sources: SymptomSources): Date | null {
  if (symptom.kind === 'container_restart' && symptom.since !== null) return symptom.since
  const versions = sources.objects.versionsOf(newest.row.entity)
  let first = versions.length - 1
  while (first > 0 && showsState(versions[first - 1], symptom, sources)) first--
  const [before, began] = [versions[first - 1]?.row, versions[first]?.row]
  const changed = began?.changedAt ?? null
  if (before === undefined && began !== undefined && isDatedByCreation(began)) return null
  // An object's own time may be that of a later, unrelated write; it is trusted only between the two observations.
  const isBetween =
    changed !== null &&
    (before?.lastSeenAt == null || changed >= before.lastSeenAt) &&
    (began?.firstSeenAt == null || changed <= began.firstSeenAt)
  return isBetween ? changed : (began?.firstSeenAt ?? null)
}

/** A Service and its slices come about long before what is wrong with them; where nothing else of them has a date, nobody knows when that was. */
function isDatedByCreation({ entity, changedAt, object }: ObjectVersion['row']): boolean {
  const created = textAt(object, 'metadata', 'creationTimestamp')
  const isOfService = ['Service', 'Endpoints', 'EndpointSlice'].includes(parseEntity(entity).kind)
  return isOfService && created !== null && changedAt?.getTime() === Date.parse(created)
}

function showsState(version: ObjectVersion | undefined, { kind }: RawSymptom, sources: SymptomSources): boolean {
  return version !== undefined && symptomsOf(version, sources).some((symptom) => symptom.kind === kind)
}

/** Who reads the state of an object, by its kind; of all other kinds their own words are read. */
const READERS: Readonly<Record<string, (version: ObjectVersion, sources: SymptomSources) => readonly RawSymptom[]>> = {
  Pod: podSymptoms,
  Deployment: workloadSymptoms,
  StatefulSet: workloadSymptoms,
  DaemonSet: workloadSymptoms,
  ReplicaSet: replicaSetSymptoms,
  Endpoints: endpointSymptoms,
  EndpointSlice: endpointSymptoms,
  Service: serviceSymptoms,
  Node: nodeSymptoms,
  Job: jobSymptoms,
}

function symptomsOf(version: ObjectVersion, sources: SymptomSources): readonly RawSymptom[] {
  return (ownValue(READERS, parseEntity(version.row.entity).kind) ?? unmetSymptoms)(version, sources)
}

function unmetSymptoms(version: ObjectVersion): readonly RawSymptom[] {
  return unmetStates(version).map(({ says, because, fragments }) => {
    const text = because === '' ? says : `${says}: ${because.slice(0, 140)}`
    return stateSymptom(version, { kind: 'state_unmet', strength: 0.6, text, fragments })
  })
}

/** Only that it cannot make pods; how many are ready its owner says. */
function replicaSetSymptoms(version: ObjectVersion): readonly RawSymptom[] {
  return unmetStates(version).map(({ says, because, fragments }) =>
    stateSymptom(version, { kind: 'pod_not_created', strength: 0.8, text: `${says}: ${because.slice(0, 140)}`, fragments }),
  )
}

function podSymptoms(version: ObjectVersion, sources: SymptomSources): readonly RawSymptom[] {
  const { object } = version.row
  const phase = textAt(object, 'status', 'phase')
  if (phase === 'Succeeded' || textAt(object, 'metadata', 'deletionTimestamp') !== null) return []
  const statuses = [...listAt(object, 'status', 'initContainerStatuses'), ...listAt(object, 'status', 'containerStatuses')]
  const waiting = statuses.flatMap((status) => waitingSymptoms(version, status))
  const pending = phase === 'Pending' && waiting.length === 0 ? [pendingSymptom(version)] : []
  const restarts = statuses.flatMap((status) => restartSymptoms(version, status, sources))
  const unready = phase === 'Running' && waiting.length === 0 ? unreadySymptoms(version, statuses) : []
  const ended = phase === 'Failed' ? statuses.flatMap((status) => endSymptoms(version, status)) : []
  return [...waiting, ...pending, ...restarts, ...unready, ...ended]
}

function waitingSymptoms(version: ObjectVersion, status: unknown): readonly RawSymptom[] {
  const reason = textAt(status, 'state', 'waiting', 'reason')
  const kind = reason === null ? undefined : ownValue(WAITING, reason)
  if (reason === null || kind === undefined) return []
  return [stateSymptom(version, { kind, strength: 0.9, text: `a container waits: ${reason}`, fragments: [`reason: ${reason}`] })]
}

function pendingSymptom(version: ObjectVersion): RawSymptom {
  return stateSymptom(version, { kind: 'pod_pending', strength: 0.8, text: 'is pending', fragments: ['phase: Pending'] })
}

function restartSymptoms(version: ObjectVersion, status: unknown, sources: SymptomSources): readonly RawSymptom[] {
  const last = mapAt(status, 'lastState', 'terminated')
  const finished = textAt(last, 'finishedAt')
  const reason = textAt(last, 'reason')
  if ((numberAt(status, 'restartCount') ?? 0) === 0 || finished === null || reason === 'Completed') return []
  const at = new Date(finished)
  const end = sources.window?.end ?? at
  if (Number.isNaN(at.getTime()) || end.getTime() - at.getTime() > RECENT_RESTART_SECONDS * 1000) return []
  // What runs and is ready again has got over it; one kill that left nothing behind is history.
  const until = textAt(status, 'ready') === 'true' ? at : null
  const text = `a container ended with ${reason ?? 'an error'} (exit code ${textAt(last, 'exitCode') ?? 'unknown'})`
  const shown = stateSymptom(version, { kind: 'container_restart', strength: 0.8, text, fragments: [`finishedAt: ${finished}`] })
  return [{ ...shown, since: at, until }]
}

/** A pod that is not started again: how its containers ended is the last that it says. What a Job makes is tried again, and the Job says so. */
function endSymptoms(version: ObjectVersion, status: unknown): readonly RawSymptom[] {
  const { object } = version.row
  const code = numberAt(status, 'state', 'terminated', 'exitCode') ?? 0
  if (code === 0 || listAt(object, 'metadata', 'ownerReferences').some((owner) => textAt(owner, 'kind') === 'Job')) return []
  const text = `a container ended with ${textAt(status, 'state', 'terminated', 'reason') || 'an error'} (exit code ${code})`
  return [stateSymptom(version, { kind: 'container_restart', strength: 0.8, text, fragments: [`exitCode: ${code}`] })]
}

function unreadySymptoms(version: ObjectVersion, statuses: readonly unknown[]): readonly RawSymptom[] {
  const isUnready = (status: unknown) =>
    textAt(status, 'ready') === 'false' && textAt(status, 'state', 'terminated', 'reason') !== 'Completed'
  if (!statuses.some(isUnready)) return []
  return unready(version, { strength: 0.6, text: 'is running and not ready', fragments: ['ready: false'] })
}

function workloadSymptoms(version: ObjectVersion): readonly RawSymptom[] {
  const { object } = version.row
  const isDaemon = textAt(object, 'kind') === 'DaemonSet'
  const wanted = isDaemon ? numberAt(object, 'status', 'desiredNumberScheduled') : (numberAt(object, 'spec', 'replicas') ?? 1)
  const ready = numberAt(object, 'status', isDaemon ? 'numberReady' : 'readyReplicas') ?? 0
  const isStatusKnown = Object.keys(mapAt(object, 'status')).length > 0
  if (!isStatusKnown || wanted === null) return []
  if (!isDaemon && wanted === 0) return unready(version, { strength: 0.5, text: 'runs no replica', fragments: ['spec.replicas: 0'] })
  const stands = textAt(conditionOf(object, 'Progressing'), 'reason') === 'ProgressDeadlineExceeded'
  const isUpdated = isDaemon || (numberAt(object, 'status', 'updatedReplicas') ?? wanted) >= wanted
  if (ready >= wanted && isUpdated && (numberAt(object, 'status', 'unavailableReplicas') ?? 0) === 0)
    return stands ? unready(version, { strength: 0.6, text: 'has a rollout that stands', fragments: ['ProgressDeadlineExceeded'] }) : []
  const text = `${ready} of ${wanted} replicas ready`
  const fragments = ['unavailableReplicas', 'readyReplicas', 'status.replicas', 'spec.replicas', 'numberUnavailable', 'kind:']
  return unready(version, { strength: ready === 0 ? 0.9 : 0.6, text, fragments })
}

function unready(version: ObjectVersion, shown: Omit<State, 'kind'>): readonly RawSymptom[] {
  return [stateSymptom(version, { kind: 'workload_unready', ...shown })]
}

function jobSymptoms(version: ObjectVersion): readonly RawSymptom[] {
  const { object } = version.row
  if (neverCameThrough(object)) {
    const failed = numberAt(object, 'status', 'failed') ?? 0
    const text = `failed ${howOften(failed)} and never came through`
    return [stateSymptom(version, { kind: 'job_failed', strength: 0.6, text, fragments: [`failed: ${failed}`] })]
  }
  if (!isTrue(object, 'Failed')) return []
  const failed = conditionOf(object, 'Failed')
  const reason = textAt(failed, 'reason')
  const fragments = [`reason: ${reason ?? ''}`, 'type: Failed']
  return [stateSymptom(version, { kind: 'job_failed', strength: 0.8, text: `was given up: ${reason ?? 'it failed'}`, fragments })]
}

function nodeSymptoms(version: ObjectVersion): readonly RawSymptom[] {
  const conditions = listAt(version.row.object, 'status', 'conditions')
  return conditions.flatMap((condition) => {
    const [type, status] = [textAt(condition, 'type') ?? '', textAt(condition, 'status')]
    const isBad = type === 'Ready' ? status !== 'True' : type.endsWith('Pressure') && status === 'True'
    const text = `condition ${type} is ${status}`
    return isBad
      ? [stateSymptom(version, { kind: 'node_unhealthy', strength: 0.9, text, fragments: [textAt(condition, 'reason') ?? type, type] })]
      : []
  })
}
