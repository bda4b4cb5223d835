import type { Problem } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { createEventLog } from '../kubernetes-rows/event-log.ts'
import { kubernetesEvent } from '../kubernetes-rows/schema.ts'
import { withTemplateHistory } from '../kubernetes-rows/template-history.ts'
import type { PrintedObject } from '../kubectl-text/written.ts'
import { readTextEnds } from '../shared/text-ends.ts'
import type { Written } from './collect-objects.ts'
import { isRefusedLog, type ContainerLog } from '../kubernetes-rows/container-log.ts'
import { logOfFile, type KnownPods } from './container-logs.ts'
import type { DumpFile, DumpFiles } from './dump-files.ts'
import { podsIn } from './known-pods.ts'
import { listingRows, refusalOf } from './listings.ts'
import { namespaceOf, scopesOf } from '../kubernetes-rows/namespaces.ts'
import { problemsOfRefused } from '../kubernetes-rows/refused-kinds.ts'
import { eventsBeside, printedMoment, readPrintedFiles } from './printed-files.ts'
import { isKind, readObjects, withPrinted } from './read-object-files.ts'
import { refusedListings, withoutRefused } from './refused-listings.ts'

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

/** Bytes of one log that are read: a hundred thousand lines, more than a node keeps before it rotates; of a longer one more of its end. */
const LOG_ENDS = { startBytes: 4_194_304, endBytes: 12_582_912 }

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
