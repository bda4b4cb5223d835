import type { Problem } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { createEventLog } from '../kubernetes-rows/event-log.ts'
import { createVersionTracker } from '../kubernetes-rows/object-tracker.ts'
import { isPlatform } from '../kubernetes-rows/platform-namespaces.ts'
import { kubernetesEvent, kubernetesObject } from '../kubernetes-rows/schema.ts'
import { withTemplateHistory } from '../kubernetes-rows/template-history.ts'
import { readText } from '../shared/text-file.ts'
import { readObjectFile, type Written, type WrittenList } from './collect-objects.ts'
import { isRefusedLog, logOfFile, type ContainerLog, type KnownPod, type KnownPods } from './container-logs.ts'
import { listDumpFiles, type DumpFile } from './dump-files.ts'
import { newestMoment } from './dump-moments.ts'
import { listingRows, refusalOf } from './listings.ts'

/** Everything that a dump holds, in the rows of the port and the logs as they stand. */
export interface LoadedDump {
  readonly objects: readonly Rows['object_versions'][]
  readonly events: readonly Rows['kubernetes_events'][]
  readonly listings: readonly Rows['listings'][]
  readonly logs: readonly ContainerLog[]
  /** Newest moment that anything in the dump states (UTC); null when nothing does. */
  readonly takenAt: Date | null
  /** Namespaces with workloads, those of the platform left out where there are others. */
  readonly scopes: readonly string[]
  readonly problems: { readonly objects: readonly Problem[]; readonly logs: readonly Problem[] }
}

/** Bytes of one file of objects that are read. The pods of a cluster with 5,000 take 40 MB. */
const MAX_OBJECT_FILE_BYTES = 268_435_456
/** Bytes of one log that are read: a hundred thousand lines, more than a node keeps before it rotates. */
const MAX_LOG_FILE_BYTES = 16_777_216
const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicaSet', 'Pod', 'ReplicationController'])

/** Reads every file of a dump once. What cannot be read is a problem, and the rest is used; never throws. */
export function loadDump(paths: readonly string[], opens: (file: string) => void): LoadedDump {
  const { files, problems } = listDumpFiles(paths)
  const read = readObjects(files.filter(isObjects), opens)
  const namespaces = new Set(read.objects.flatMap(namespaceOf))
  const events = createEventLog()
  for (const { locator, value } of read.written) {
    const event = isKind(value, 'Event') ? kubernetesEvent.safeParse(value) : null
    if (event?.success) events.add(event.data.object, { locator, observedAt: null })
  }
  const refusals = read.written.flatMap((one) => refusalOf(one, namespaces) ?? [])
  const logs = [
    ...read.logs,
    ...readLogs(
      files.filter(({ content }) => content === 'log'),
      { opens, pods: podsIn(read.objects), problems: read.logProblems },
    ),
  ]
  return {
    objects: withTemplateHistory(read.objects),
    events: events.rows(),
    listings: [...listingRows(read.lists, namespaces), ...refusals],
    logs: logs.filter((log) => !isRefusedLog(log)),
    takenAt: read.takenAt,
    scopes: scopesOf(read.objects, namespaces),
    problems: { objects: [...problems, ...read.problems], logs: read.logProblems },
  }
}

interface ReadObjects {
  readonly objects: readonly Rows['object_versions'][]
  readonly written: readonly Written[]
  readonly lists: readonly WrittenList[]
  readonly logs: readonly ContainerLog[]
  readonly problems: readonly Problem[]
  readonly logProblems: Problem[]
  readonly takenAt: Date | null
}

function readObjects(files: readonly DumpFile[], opens: (file: string) => void): ReadObjects {
  const tracker = createVersionTracker({ only: null, wholePollAt: null })
  const kept = { written: [] as Written[], lists: [] as WrittenList[], logs: [] as ContainerLog[], problems: [] as Problem[] }
  let newest: string | null = null
  for (const file of files) {
    opens(file.name)
    const { text, problems } = readText(file.root, file.place, MAX_OBJECT_FILE_BYTES)
    newest = newestMoment(text ?? '', newest)
    const found = readObjectFile(file, text ?? '')
    for (const one of found.written) {
      const object = kubernetesObject.safeParse(one.value)
      // Events and the API server's own answers are no objects of the cluster's state.
      if (isKind(one.value, 'Event') || isKind(one.value, 'Status')) kept.written.push(one)
      else if (object.success) tracker.add({ locator: one.locator, firstSeenAt: null, lastSeenAt: null, recorded: object.data })
      else if (one.value !== null)
        kept.problems.push({
          where: file.name,
          record: recordOf(one),
          what: 'it is no Kubernetes object',
          unreadable: { count: 1, of: found.written.length, unit: 'records' },
        })
    }
    kept.lists.push(...found.lists)
    kept.logs.push(...found.logs)
    kept.problems.push(...problems, ...found.problems)
  }
  const takenAt = newest === null ? null : new Date(newest)
  const objects = tracker.versions().map((row) => ({ ...row, firstSeenAt: takenAt, lastSeenAt: takenAt }))
  return { ...kept, logProblems: [], objects, takenAt }
}

interface LogReading {
  readonly opens: (file: string) => void
  readonly pods: KnownPods
  readonly problems: Problem[]
}

function readLogs(files: readonly DumpFile[], { opens, pods, problems }: LogReading): readonly ContainerLog[] {
  return files.flatMap((file) => {
    opens(file.name)
    const read = readText(file.root, file.place, MAX_LOG_FILE_BYTES)
    problems.push(...read.problems)
    return read.text === null ? [] : [logOfFile(file, read.text, pods)]
  })
}

function isObjects({ content }: DumpFile): boolean {
  return content === 'json' || content === 'yaml' || content === 'sections'
}

function isKind(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}

function recordOf({ locator }: Written): number {
  return Number(locator.slice(locator.lastIndexOf('#') + 1))
}

function namespaceOf({ object }: Rows['object_versions']): readonly string[] {
  const metadata = object['metadata']
  const namespace = typeof metadata === 'object' && metadata !== null && 'namespace' in metadata ? metadata.namespace : null
  return typeof namespace === 'string' ? [namespace] : []
}

function podsIn(objects: readonly Rows['object_versions'][]): KnownPods {
  const pods = objects.flatMap((row): readonly KnownPod[] => {
    const [namespace] = namespaceOf(row)
    if (row.object['kind'] !== 'Pod' || namespace === undefined) return []
    return [{ namespace, name: row.entity.split('/')[2] ?? '', containers: containersOf(row.object['spec']) }]
  })
  return Map.groupBy(pods, ({ name }) => name)
}

function containersOf(spec: unknown): readonly string[] {
  if (typeof spec !== 'object' || spec === null) return []
  const all = ['containers', 'initContainers'].flatMap((key): unknown[] => {
    const list = (spec as Record<string, unknown>)[key]
    return Array.isArray(list) ? list : []
  })
  return all.flatMap((one) => (typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string' ? [one.name] : []))
}

function scopesOf(objects: readonly Rows['object_versions'][], namespaces: ReadonlySet<string>): readonly string[] {
  const working = new Set(objects.filter(({ object }) => WORKLOADS.has(String(object['kind']))).flatMap(namespaceOf))
  const all = [...(working.size > 0 ? working : namespaces)].sort()
  const own = all.filter((namespace) => !isPlatform(namespace))
  return own.length > 0 ? own : all
}
