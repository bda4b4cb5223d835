import type { Problem } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { readEventTable } from '../kubectl-text/event-tables.ts'
import { readObjectTables } from '../kubectl-text/object-tables.ts'
import { readDescriptions } from '../kubectl-text/read-descriptions.ts'
import { readPrintedClock } from '../kubectl-text/printed-clock.ts'
import type { PrintedObject, PrintedText } from '../kubectl-text/written.ts'
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
}

/**
 * What kubectl printed for people, in files of a dump: objects and events in the shape of the API. A table of `kubectl get` without a column of namespaces
 * is placed by the name of its file or folder; where that says nothing and the dump knows one namespace only, in that.
 */
export function readPrintedFiles(files: readonly DumpFile[], { opens, takenAt, namespaces }: PrintedReading): PrintedText {
  const parts = files.flatMap((file): readonly PrintedText[] => {
    const read = isPrinted(file.content) ? READERS[file.content] : null
    if (read === null) return []
    opens(file.name)
    const { text, problems } = readText(file.root, file.place, MAX_PRINTED_FILE_BYTES)
    const namespace = folderNamespace(file.name, namespaces) ?? (namespaces.size === 1 ? ([...namespaces][0] ?? null) : null)
    const part = read(text ?? '', { file: file.name, takenAt, namespace })
    const undated = part.events.length > 0 && takenAt === null ? [{ where: file.name, record: null, what: UNDATED }] : []
    return [{ ...part, problems: [...problems, ...part.problems, ...undated] }]
  })
  return {
    objects: parts.flatMap(({ objects }) => objects),
    events: parts.flatMap(({ events }) => events),
    problems: parts.flatMap(({ problems }): readonly Problem[] => problems),
  }
}

/** The newest moment (UTC) that descriptions state in full, from which ages can be counted; null when none does. */
export function printedMoment(files: readonly DumpFile[]): Date | null {
  const described = files.filter(({ content }) => content === 'describe')
  return readPrintedClock(described.map((file) => readText(file.root, file.place, MAX_PRINTED_FILE_BYTES).text ?? ''))
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
