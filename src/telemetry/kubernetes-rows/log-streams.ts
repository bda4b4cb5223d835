import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import type { Problem } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import type { LogStream } from '../log-lines/log-stream.ts'
import { readLogLines } from '../log-lines/read-log-lines.ts'
import { stemOf } from '../shared/file-stem.ts'
import type { ContainerLog } from './container-log.ts'

type Objects = readonly Rows['object_versions'][]

export interface LogStreams {
  readonly streams: readonly LogStream[]
  readonly problems: readonly Problem[]
}

/** Clocks of a node and of a program on it differ by no more; a zone that was taken wrongly does. */
const CLOCK_SECONDS = 600
/** Owners of owners: pod, ReplicaSet or Job, Deployment or CronJob. */
const MAX_OWNERS = 4

/**
 * The logs of a dump as records, each under the pod's topmost owner, since replicas say the same. When a container ran is taken from its pod's status; a
 * log that no pod of the dump claims stands under a pod named like its file.
 */
export function streamsOf(logs: readonly ContainerLog[], objects: Objects, takenAt: Date | null): LogStreams {
  const byEntity = new Map(objects.map((row) => [row.entity, row.object]))
  const read = logs.map((log) => {
    const pod = podOf(log)
    const ran = runOf(byEntity.get(pod), log, takenAt)
    const where = log.fromByte === 0 ? log.file : `${log.file} (from byte ${log.fromByte})`
    const { records, problems } = readLogLines(log.lines, { ...ran, where })
    const placed = records.map((record) => ({
      ...record,
      line: record.line + log.linesBefore,
      at: hasRunThen(record.at, ran) ? record.at : null,
    }))
    const { container, isPrevious } = log
    const stream: LogStream = { ...ran, entity: ownerOf(pod, byEntity), pod, container, where, records: placed, isPrevious }
    return { stream, problems }
  })
  return { streams: read.map(({ stream }) => stream), problems: read.flatMap(({ problems }) => problems) }
}

/** A program writes what clock it has; a time at which its container did not run is none. */
function hasRunThen(at: Date | null, { startedAt, endedAt }: Pick<LogStream, 'startedAt' | 'endedAt'>): boolean {
  return (
    at === null ||
    ((startedAt === null || at >= shiftSeconds(startedAt, -CLOCK_SECONDS)) &&
      (endedAt === null || at <= shiftSeconds(endedAt, CLOCK_SECONDS)))
  )
}

function podOf({ namespace, pod, file }: ContainerLog): EntityId {
  return formatEntity(namespace ?? CLUSTER_SCOPE, 'Pod', (pod ?? stemOf(file)).replaceAll(/[\s/]+/g, '_') || 'unknown')
}

function ownerOf(pod: EntityId, byEntity: ReadonlyMap<EntityId, unknown>): EntityId {
  let top = pod
  for (let step = 0; step < MAX_OWNERS; step += 1) {
    const metadata = propertyOf(byEntity.get(top), 'metadata')
    const [owner] = listOf(propertyOf(metadata, 'ownerReferences'))
    const [kind, name, namespace] = [propertyOf(owner, 'kind'), propertyOf(owner, 'name'), propertyOf(metadata, 'namespace')]
    // A mirror pod belongs to its node, which logs nothing itself.
    if (typeof kind !== 'string' || typeof name !== 'string' || typeof namespace !== 'string' || kind === 'Node') return top
    top = formatEntity(namespace, kind, name)
  }
  return top
}

/** When this run of the container began and ended: the last one ended long ago, the present one goes on to the moment of the dump. */
function runOf(pod: unknown, { container, isPrevious }: ContainerLog, takenAt: Date | null): Pick<LogStream, 'startedAt' | 'endedAt'> {
  const status = propertyOf(pod, 'status')
  const all = [...listOf(propertyOf(status, 'containerStatuses')), ...listOf(propertyOf(status, 'initContainerStatuses'))]
  const own = all.find((one) => propertyOf(one, 'name') === container) ?? (all.length === 1 ? all[0] : undefined)
  const state = propertyOf(own, isPrevious ? 'lastState' : 'state')
  const run = propertyOf(state, 'terminated') ?? propertyOf(state, 'running') ?? propertyOf(propertyOf(own, 'lastState'), 'terminated')
  return { startedAt: momentOf(propertyOf(run, 'startedAt')), endedAt: momentOf(propertyOf(run, 'finishedAt')) ?? takenAt }
}

function momentOf(value: unknown): Date | null {
  const at = typeof value === 'string' ? new Date(value) : null
  return at !== null && !Number.isNaN(at.getTime()) ? at : null
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}
