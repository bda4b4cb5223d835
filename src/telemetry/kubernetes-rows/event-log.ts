import { CLUSTER_SCOPE, formatEntity } from '../../domain/entity.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { earliest } from '../../domain/time-window.ts'
import { isPlausibleMoment } from '../shared/moment.ts'
import type { KubernetesEvent } from './schema.ts'

type EventRow = Rows['kubernetes_events']
type EventObject = KubernetesEvent['object']

/** Characters of one message; the API server itself cuts at 1024. */
const MAX_MESSAGE_CHARS = 2048

/** Collects records of events in order of the file and merges those of the same event. */
export function createEventLog() {
  const events = new Map<string, EventRow>()
  return {
    add(event: EventObject, seen: { readonly locator: string; readonly observedAt: Date | null }): void {
      const row = eventRow(event, seen)
      const key = event.metadata.uid ?? JSON.stringify([row.entity, row.reason, row.message, row.lastAt])
      const before = events.get(key)
      events.set(key, before ? mergeRows(before, row) : row)
    },
    /** By first occurrence, then locator. */
    rows: (): readonly EventRow[] =>
      [...events.values()].sort((a, b) => Number(a.firstAt) - Number(b.firstAt) || (a.locator < b.locator ? -1 : 1)),
  }
}

function eventRow(event: EventObject, { locator, observedAt }: { readonly locator: string; readonly observedAt: Date | null }): EventRow {
  const { kind = '', name = '', namespace } = event.involvedObject ?? event.regarding ?? {}
  const first = toDate(event.firstTimestamp ?? event.deprecatedFirstTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp)
  const last = toDate(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.deprecatedLastTimestamp ?? event.eventTime)
  return {
    locator,
    entity: formatEntity(namespace || CLUSTER_SCOPE, kind, name),
    reason: event.reason ?? '',
    severity: event.type === 'Warning' ? 'Warning' : 'Normal',
    message: (event.message ?? event.note ?? '').slice(0, MAX_MESSAGE_CHARS),
    count: event.series?.count ?? event.count ?? event.deprecatedCount ?? 1,
    firstAt: first ?? last ?? observedAt,
    lastAt: last ?? first ?? observedAt,
  }
}

function mergeRows(before: EventRow, row: EventRow): EventRow {
  const isNewer = Number(row.lastAt) > Number(before.lastAt)
  return {
    ...before,
    message: isNewer ? row.message : before.message,
    count: Math.max(before.count, row.count),
    firstAt: earliest([before.firstAt, row.firstAt]),
    lastAt: isNewer ? row.lastAt : before.lastAt,
  }
}

function toDate(text: string | null | undefined): Date | null {
  const at = text ? new Date(text) : null
  return at && isPlausibleMoment(at.getTime()) ? at : null
}
