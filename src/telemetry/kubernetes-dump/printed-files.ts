import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Problem } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { readEventTable } from '../kubectl-text/event-tables.ts'
import { readObjectTables } from '../kubectl-text/object-tables.ts'
import { readDescriptions } from '../kubectl-text/read-descriptions.ts'
import { readDumpClock } from '../kubectl-text/dump-clock.ts'
import type { EventTableContext, PrintedObject, PrintedText } from '../kubectl-text/written.ts'
import { kubernetesObject } from '../kubernetes-rows/schema.ts'
import { readText } from '../shared/text-file.ts'
import { folderNamespace } from './listings.ts'
import type { DumpFile } from './dump-files.ts'

const READERS = { describe: readDescriptions, event_table: readEventTable, table: readObjectTables } as const

/** Bytes of one printed file that are read: some hundred thousand lines. */
const MAX_PRINTED_FILE_BYTES = 67_108_864

const UNDATED = 'its ages have no moment to count from; save objects (kubectl get -o json) together with it'

interface PrintedReading {
  readonly opens: (file: string) => void
  readonly takenAt: Date | null
  readonly namespaces: ReadonlySet<string>
  /** The objects that the API gave. */
  readonly known: readonly EntityId[]
}

/**
 * What kubectl printed for people, in files of a dump: objects and events in the shape of the API. A table of `kubectl get` without a column of namespaces
 * is placed by the name of its file or folder; where that says nothing and the dump knows one namespace only, in that. An event table goes where the
 * objects are that it is about, whoever showed them.
 */
export function readPrintedFiles(files: readonly DumpFile[], reading: PrintedReading): PrintedText {
  const isEvents = ({ content }: DumpFile) => content === 'event_table'
  const objects = new Map(files.filter((file) => !isEvents(file)).map((file) => [file, readPrinted(file, reading, new Map())]))
  const homes = homesOf([...reading.known, ...[...objects.values()].flatMap((part) => part.objects.flatMap(entityOfPrinted))])
  const parts = files.map((file) => objects.get(file) ?? readPrinted(file, reading, homes))
  return {
    objects: parts.flatMap((part) => part.objects),
    events: parts.flatMap(({ events }) => events),
    problems: parts.flatMap(({ problems }): readonly Problem[] => problems),
  }
}

function readPrinted(file: DumpFile, { opens, takenAt, namespaces }: PrintedReading, homes: EventTableContext['homes']): PrintedText {
  const read = isPrinted(file.content) ? READERS[file.content] : null
  if (read === null) return { objects: [], events: [], problems: [] }
  opens(file.name)
  const { text, problems } = readText(file.root, file.place, MAX_PRINTED_FILE_BYTES)
  const namespace = folderNamespace(file.name, namespaces) ?? (namespaces.size === 1 ? ([...namespaces][0] ?? null) : null)
  const part = read(text ?? '', { file: file.name, takenAt, namespace, homes })
  const undated = part.events.length > 0 && takenAt === null ? [{ where: file.name, record: null, what: UNDATED }] : []
  return { ...part, problems: [...problems, ...part.problems, ...undated] }
}

function homesOf(entities: readonly EntityId[]): EventTableContext['homes'] {
  const parts = entities.map(parseEntity)
  const byName = Map.groupBy(parts, ({ kind, name }) => `${kind}/${name}`)
  return new Map([...byName].map(([name, same]) => [name, new Set(same.map(({ scope }) => scope))]))
}

function entityOfPrinted({ value }: PrintedObject): readonly EntityId[] {
  const object = kubernetesObject.safeParse(value)
  if (!object.success) return []
  const { kind, metadata } = object.data.object
  return metadata.namespace ? [formatEntity(metadata.namespace, kind, metadata.name)] : []
}

/** The newest moment (UTC) that descriptions state in full, from which ages can be counted; null when none does. */
export function printedMoment(files: readonly DumpFile[]): Date | null {
  const described = files.filter(({ content }) => content === 'describe')
  return readDumpClock(described.map((file) => readText(file.root, file.place, MAX_PRINTED_FILE_BYTES).text ?? '')).takenAt
}

/** The events that the API did not give as well: printed ones lack what tells two of them apart. */
export function eventsBeside(printed: readonly PrintedObject[], known: readonly Rows['kubernetes_events'][]): readonly PrintedObject[] {
  const keys = new Set(
    known.map(({ entity, reason, message }) => JSON.stringify([entity.split('/').slice(1).join('/'), reason, message.trim()])),
  )
  return printed.filter(({ value }) => {
    const { kind, name } = value['involvedObject'] as Readonly<Record<string, unknown>>
    return !keys.has(JSON.stringify([`${String(kind)}/${String(name)}`, value['reason'], String(value['message']).trim()]))
  })
}

function isPrinted(content: DumpFile['content']): content is keyof typeof READERS {
  return Object.hasOwn(READERS, content)
}
