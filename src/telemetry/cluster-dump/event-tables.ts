import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { parseAge, type DumpClock } from '../kubectl-text/dump-clock.ts'
import { CLUSTER_SCOPED, kindOf } from '../kubernetes-rows/kinds.ts'
import { readTable, type TableRow } from '../kubectl-text/text-table.ts'

type EventRow = Rows['kubernetes_events']

/** `72s`, or `10s (x8 over 80s)`: seen eight times, first 80 s ago, last 10 s ago. */
const AGE = /^(\S+?)(?:\s+\(x(\d+) over (\S+)\))?$/

/** Events printed at the end of a `describe` output. `lines` are the table below `Events:`; no table gives no rows. */
export function readDescribedEvents(
  lines: readonly string[],
  about: { readonly entity: EntityId; readonly locator: string; readonly clock: DumpClock },
): EventRow[] {
  return readTable(lines).flatMap((row, index) => {
    const [, last = '', count = '1', first = last] = AGE.exec(row['Age'] ?? '') ?? []
    return toEvent({
      locator: `${about.locator}.events#${index + 1}`,
      entity: about.entity,
      reason: row['Reason'] ?? '',
      type: row['Type'] ?? '',
      message: row['Message'] ?? '',
      count: Number(count),
      firstAt: parseAge(first, about.clock),
      lastAt: parseAge(last, about.clock),
    })
  })
}

/** Events of one namespace as `kubectl get events` lists them. Rows about kinds the dump does not know keep the printed kind. */
export function readListedEvents(text: string, about: { readonly namespace: string; readonly clock: DumpClock }): EventRow[] {
  return readTable(text.split('\n')).flatMap((row, index) => {
    const entity = involvedEntity(row, about.namespace)
    const at = parseAge(row['LAST SEEN'] ?? '', about.clock)
    if (entity === null) return []
    return toEvent({
      locator: `case.json#events.${about.namespace}#${index + 2}`,
      entity,
      reason: row['REASON'] ?? '',
      type: row['TYPE'] ?? '',
      message: row['MESSAGE'] ?? '',
      count: 1,
      firstAt: at,
      lastAt: at,
    })
  })
}

/** Joins what both listings say of one event: same object, reason and message. Keeps the higher count and the wider times. */
export function mergeEvents(rows: readonly EventRow[]): EventRow[] {
  const merged = new Map<string, EventRow>()
  for (const row of rows) {
    const key = JSON.stringify([row.entity, row.reason, row.message])
    const known = merged.get(key)
    merged.set(key, known === undefined ? row : join(known, row))
  }
  return [...merged.values()]
}

function join(a: EventRow, b: EventRow): EventRow {
  const firstAt = a.firstAt !== null && b.firstAt !== null && b.firstAt < a.firstAt ? b.firstAt : (a.firstAt ?? b.firstAt)
  const lastAt = a.lastAt !== null && b.lastAt !== null && b.lastAt > a.lastAt ? b.lastAt : (a.lastAt ?? b.lastAt)
  return { ...a, count: Math.max(a.count, b.count), firstAt, lastAt }
}

function toEvent(event: Omit<EventRow, 'severity'> & { readonly type: string }): EventRow[] {
  const { type, ...row } = event
  return row.reason === '' ? [] : [{ ...row, severity: type === 'Warning' ? 'Warning' : 'Normal' }]
}

function involvedEntity(row: TableRow, namespace: string): EntityId | null {
  const [kind, name] = (row['OBJECT'] ?? '').split('/')
  if (kind === undefined || name === undefined || name === '') return null
  const known = kindOf(kind)
  return formatEntity(CLUSTER_SCOPED.has(known) ? CLUSTER_SCOPE : namespace, known, name)
}
