import { CLUSTER_SCOPE, formatEntity } from '../../domain/entity.ts'
import type { Problem } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { createEventLog } from '../kubernetes-rows/event-log.ts'
import { createVersionTracker } from '../kubernetes-rows/object-tracker.ts'
import { isPlatform } from '../kubernetes-rows/platform-namespaces.ts'
import { kubernetesEvent, kubernetesObject } from '../kubernetes-rows/schema.ts'
import { withTemplateHistory } from '../kubernetes-rows/template-history.ts'
import type { PrintedObject } from '../kubectl-text/written.ts'
import { readTextEnds } from '../shared/text-ends.ts'
import { readText } from '../shared/text-file.ts'
import { readObjectFile, type Written, type WrittenList } from './collect-objects.ts'
import { createClusterMarks } from './cluster-marks.ts'
import { isRefusedLog, logOfFile, type ContainerLog, type KnownPod, type KnownPods } from './container-logs.ts'
import type { DumpFile, DumpFiles } from './dump-files.ts'
import { newestMoment } from './dump-moments.ts'
import { listingRows, refusalOf } from './listings.ts'
import { eventsBeside, printedMoment, readPrintedFiles } from './printed-files.ts'
import { problemsOfRefused, refusedListings, withoutRefused } from './refused-listings.ts'

/** Everything that a dump holds, in the rows of the port and the logs as they stand. */
export interface LoadedDump {
  readonly objects: readonly Rows['object_versions'][]
  readonly events: readonly Rows['kubernetes_events'][]
  readonly listings: readonly Rows['listings'][]
  /** Whether anybody asked for events, so that none means none. */
  readonly listsEvents: boolean
  readonly logs: readonly ContainerLog[]
  /** Newest moment that anything in the dump states (UTC); null when nothing does. */
  readonly takenAt: Date | null
  /** Namespaces with workloads, those of the platform left out where there are others. */
  readonly scopes: readonly string[]
  readonly problems: { readonly objects: readonly Problem[]; readonly logs: readonly Problem[] }
}

/** Bytes of one file of objects that are read. The pods of a cluster with 5,000 take 40 MB. */
const MAX_OBJECT_FILE_BYTES = 268_435_456
/** Bytes of one log that are read: a hundred thousand lines, more than a node keeps before it rotates; of a longer one more of its end. */
const LOG_ENDS = { startBytes: 4_194_304, endBytes: 12_582_912 }
const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicaSet', 'Pod', 'ReplicationController'])

/** Reads every file of a dump once. What cannot be read is a problem, and the rest is used; never throws. */
export function loadDump({ files, problems }: DumpFiles, opens: (file: string) => void): LoadedDump {
  const written = readObjects(files.filter(isObjects), opens)
  const takenAt = written.takenAt ?? printedMoment(files)
  const printed = readPrintedFiles(files, {
    opens,
    takenAt,
    namespaces: new Set(written.objects.flatMap(namespaceOf)),
    known: written.objects.map(({ entity }) => entity),
  })
  const read = { ...written, objects: withPrinted(written.objects, printed.objects, takenAt), takenAt }
  const namespaces = new Set(read.objects.flatMap(namespaceOf))
  const events = readEvents(read.written, printed.events)
  const refused = [
    ...read.written.flatMap((one) => refusalOf(one, namespaces) ?? []),
    ...refusedListings(files.filter(isRefusals), namespaces),
  ]
  const logs = [
    ...read.logs,
    ...readLogs(
      files.filter(({ content }) => content === 'log'),
      { opens, pods: podsIn(read.objects), problems: read.logProblems },
    ),
  ]
  return {
    objects: withTemplateHistory(read.objects),
    events,
    listings: [...withoutRefused(listingRows(read.lists, namespaces), refused), ...refused],
    listsEvents: events.length > 0 || read.lists.some(({ kind }) => kind === 'Event'),
    logs: logs.filter((log) => !isRefusedLog(log)),
    takenAt: read.takenAt,
    scopes: scopesOf(read.objects, namespaces),
    problems: {
      objects: [...problems, ...read.problems, ...printed.problems, ...problemsOfRefused(refused), ...nothingIn(files)],
      logs: read.logProblems,
    },
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
  const marks = createClusterMarks()
  let newest: string | null = null
  for (const file of files) {
    opens(file.name)
    const { text, problems } = readText(file.root, file.place, MAX_OBJECT_FILE_BYTES)
    newest = newestMoment(text ?? '', newest)
    const found = readObjectFile(file, text ?? '')
    for (const one of found.written) {
      marks.see(file.name, one.value)
      const object = kubernetesObject.safeParse(one.value)
      // Events and the API server's own answers are no objects of the cluster's state.
      if (isKind(one.value, 'Event') || isKind(one.value, 'Status')) kept.written.push(one)
      else if (object.success) tracker.add({ locator: one.locator, firstSeenAt: null, lastSeenAt: null, recorded: object.data })
      else if (one.value !== null && isMeantAsObject(one.value))
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
  return { ...kept, problems: [...kept.problems, ...marks.problems()], logProblems: [], objects, takenAt }
}

/** What kubectl printed of an object says less than what the API gave of it, so it counts where there is nothing else. */
function withPrinted(
  objects: readonly Rows['object_versions'][],
  printed: readonly Written[],
  takenAt: Date | null,
): readonly Rows['object_versions'][] {
  const known = new Set(objects.map(({ entity }) => entity))
  const tracker = createVersionTracker({ only: null, wholePollAt: null })
  for (const { locator, value } of printed) {
    const object = kubernetesObject.safeParse(value)
    if (!object.success) continue
    const { kind, metadata } = object.data.object
    const entity = formatEntity(metadata.namespace || CLUSTER_SCOPE, kind, metadata.name)
    if (known.has(entity)) continue
    known.add(entity)
    tracker.add({ locator, firstSeenAt: takenAt, lastSeenAt: takenAt, recorded: object.data })
  }
  return [...objects, ...tracker.versions()]
}

function readEvents(written: readonly Written[], printed: readonly PrintedObject[]): readonly Rows['kubernetes_events'][] {
  const log = createEventLog()
  const add = ({ locator, value }: Written) => {
    const event = isKind(value, 'Event') ? kubernetesEvent.safeParse(value) : null
    if (event?.success) log.add(event.data.object, { locator, observedAt: null })
  }
  written.forEach(add)
  eventsBeside(printed, log.rows()).forEach(add)
  return log.rows()
}

/** Configurations, lists of resources and reports of tools are JSON too, and none of them has metadata. */
function isMeantAsObject(value: unknown): boolean {
  return typeof value !== 'object' || value === null || 'metadata' in value
}

function nothingIn(files: readonly DumpFile[]): readonly Problem[] {
  if (files.some(({ content }) => content !== 'other')) return []
  return [{ where: '.', record: null, what: 'nothing in it was written by Kubernetes or kubectl' }]
}

interface LogReading {
  readonly opens: (file: string) => void
  readonly pods: KnownPods
  readonly problems: Problem[]
}

function readLogs(files: readonly DumpFile[], { opens, pods, problems }: LogReading): readonly ContainerLog[] {
  return files.flatMap((file) => {
    opens(file.name)
    const read = readTextEnds(file.root, file.place, LOG_ENDS)
    problems.push(...read.problems.map((problem) => ({ ...problem, where: file.name })))
    return read.parts.map((part) => logOfFile(file, part, pods))
  })
}

function isObjects({ content }: DumpFile): boolean {
  return content === 'json' || content === 'yaml' || content === 'sections'
}

function isRefusals({ content }: DumpFile): boolean {
  return content === 'refusals'
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
