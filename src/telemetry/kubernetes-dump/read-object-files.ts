import { CLUSTER_SCOPE, formatEntity } from '../../domain/entity.ts'
import type { Problem } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { createVersionTracker } from '../kubernetes-rows/object-tracker.ts'
import { kubernetesObject } from '../kubernetes-rows/schema.ts'
import { readText } from '../shared/text-file.ts'
import { readObjectFile, type Written, type WrittenList } from './collect-objects.ts'
import { createClusterMarks } from './cluster-marks.ts'
import type { ContainerLog } from '../kubernetes-rows/container-log.ts'
import type { DumpFile } from './dump-files.ts'
import { newestMoment } from './dump-moments.ts'

/** Bytes of one file of objects that are read. The pods of a cluster with 5,000 take 40 MB. */
const MAX_OBJECT_FILE_BYTES = 268_435_456

/** What files of objects hold: the objects in rows, and beside them events, answers of the API server, lists and logs as they stand. */
interface ReadObjects {
  readonly objects: readonly Rows['object_versions'][]
  readonly written: readonly Written[]
  readonly lists: readonly WrittenList[]
  readonly logs: readonly ContainerLog[]
  readonly problems: readonly Problem[]
  readonly logProblems: Problem[]
  /** Newest moment that any of them states (UTC); null when none does. */
  readonly takenAt: Date | null
}

/** Reads every file of objects once. What is no object is a problem, and the rest is used; never throws. */
export function readObjects(files: readonly DumpFile[], opens: (file: string) => void): ReadObjects {
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
export function withPrinted(
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

/** True for an object that says that it is of this kind. */
export function isKind(value: unknown, kind: string): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}

/** Configurations, lists of resources and reports of tools are JSON too, and none of them has metadata. */
function isMeantAsObject(value: unknown): boolean {
  return typeof value !== 'object' || value === null || 'metadata' in value
}

function recordOf({ locator }: Written): number {
  return Number(locator.slice(locator.lastIndexOf('#') + 1))
}
