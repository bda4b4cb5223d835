import { parseAge } from './dump-clock.ts'
import { CLUSTER_SCOPED, kindOf } from '../kubernetes-rows/kinds.ts'
import { readTable, type TableRow } from './text-table.ts'
import type { EventTableContext, PrintedObject, PrintedText } from './written.ts'

/** `72s`, or `10s (x8 over 80s)`: seen eight times, first 80 s ago, last 10 s ago. */
const AGE = /^(\S+?)(?:\s+\(x(\d+) over (\S+)\))?$/

interface About {
  readonly kind: string
  readonly value: Readonly<Record<string, unknown>>
  readonly locator: string
  readonly takenAt: Date | null
}

/** Events printed at the end of a description, in the shape of `v1` Event. `lines` are the table below `Events:`; no table gives none. */
export function readDescribedEvents(lines: readonly string[], { kind, value, locator, takenAt }: About): readonly PrintedObject[] {
  const { name, namespace } = (value['metadata'] ?? {}) as Readonly<Record<string, string | undefined>>
  return readTable(lines).flatMap((row, index) => {
    const involvedObject = { kind, name, ...(namespace === undefined ? {} : { namespace }) }
    const printed = {
      involvedObject,
      reason: row['Reason'],
      type: row['Type'],
      message: row['Message'],
      source: { component: row['From'] },
    }
    return toEvent(`${locator}.events.${index + 1}`, printed, agesOf({ last: row['Age'] ?? '' }, takenAt))
  })
}

/**
 * Events as `kubectl get events` (also `-A`, `-o wide`, without headings not) and `kubectl events` list them, in the shape of `v1` Event. A table without a
 * column of namespaces is of one namespace: the one that the context names, else that of its objects, else `default`. A row that is about nothing is a problem.
 */
export function readEventTable(text: string, { file, takenAt, namespace, homes }: EventTableContext): PrintedText {
  const lines = text.split('\n')
  // A message of several lines is printed as such; what goes on below is no row of its own.
  const rows = readTable(lines).filter((row) => splitObject(row['OBJECT'] ?? '').length > 0 || /^(?:\d|<)/.test(row['LAST SEEN'] ?? ''))
  const home = namespace ?? homeOf(rows, homes) ?? 'default'
  const events = rows.flatMap((row, index) => {
    const { kind, name } = objectOf(row)
    if (name === '') return []
    const scope = CLUSTER_SCOPED.has(kind) ? undefined : (row['NAMESPACE'] ?? home)
    const involvedObject = { kind, name, ...(scope === undefined ? {} : { namespace: scope }) }
    const printed = {
      involvedObject,
      reason: row['REASON'],
      type: row['TYPE'],
      message: row['MESSAGE'],
      source: { component: row['SOURCE'] },
    }
    const ages = { last: row['LAST SEEN'] ?? '', first: row['FIRST SEEN'], count: row['COUNT'] }
    return toEvent(`${file}#${index + 2}`, printed, agesOf(ages, takenAt))
  })
  const lost = rows.length - events.length
  const problem = {
    where: file,
    record: null,
    what: `${lost} of its ${rows.length} rows are no event`,
    unreadable: { count: lost, of: rows.length, unit: 'records' as const },
  }
  return { objects: [], events, problems: lost === 0 ? [] : [problem] }
}

/** The one namespace in which the recording shows objects of the table; null when it shows none of them, or they do not agree. */
function homeOf(rows: readonly TableRow[], homes: EventTableContext['homes']): string | null {
  const known = rows.flatMap((row) => {
    const { kind, name } = objectOf(row)
    return homes.get(`${kind}/${name}`) ?? []
  })
  const [first, ...others] = known
  const common = others.reduce((left, right) => left.intersection(right), new Set(first))
  const [only = null] = common
  return common.size === 1 ? only : null
}

function objectOf(row: TableRow): { readonly kind: string; readonly name: string } {
  const [word = '', name = ''] = splitObject(row['OBJECT'] ?? '')
  return { kind: kindOf(word), name }
}

/** `pod/api-1`, `Pod/api-1`. */
function splitObject(text: string): readonly string[] {
  const at = text.indexOf('/')
  return at < 0 ? [] : [text.slice(0, at), text.slice(at + 1)]
}

interface Ages {
  readonly last: string
  readonly first?: string | undefined
  readonly count?: string | undefined
}

/** `<unknown>` is printed for an event that states no time of its own. */
function agesOf({ last: printed, first: own, count: counted }: Ages, takenAt: Date | null): Readonly<Record<string, unknown>> {
  const clock = { takenAt, offset: null }
  const [, last = '', times, over] = AGE.exec(printed) ?? []
  const first = own ?? over ?? last
  return {
    count: Number(counted ?? times ?? 1) || 1,
    firstTimestamp: parseAge(first, clock)?.toISOString() ?? null,
    lastTimestamp: parseAge(last, clock)?.toISOString() ?? null,
  }
}

function toEvent(locator: string, printed: TableEvent, ages: Readonly<Record<string, unknown>>): readonly PrintedObject[] {
  if (!printed.reason) return []
  return [{ locator, value: { apiVersion: 'v1', kind: 'Event', metadata: {}, ...printed, ...ages } }]
}

interface TableEvent {
  readonly involvedObject: Readonly<Record<string, unknown>>
  readonly reason: TableRow[string] | undefined
  readonly type: string | undefined
  readonly message: string | undefined
  readonly source: Readonly<Record<string, unknown>>
}
