import { withLosses, type Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { answer } from './answer.ts'
import { moment } from './clock.ts'
import { createEventLog } from '../kubernetes-rows/event-log.ts'
import { createLostRecords } from './lost-records.ts'
import { parseJson } from './parse-json.ts'
import { kubernetesEvent, type KubernetesEvent } from '../kubernetes-rows/schema.ts'
import { answerEmpty, type Snapshot } from './snapshot.ts'

type EventRow = Rows['kubernetes_events']

const LIMIT = { name: 'Kubernetes events', rows: 5000 }

interface RecordSql {
  readonly id: number
  readonly at_us: number | null
  readonly body: string | null
  readonly namespace: string | null
  readonly kind: string | null
  readonly name: string | null
  readonly reason: string | null
  readonly message: string | null
  readonly event_time: string | null
}

/**
 * The Kubernetes events by first occurrence, one row each: the copies of the two API versions and later updates of the same event
 * are merged. A deletion is the expiry of an old event, not an occurrence, and is left out. Over the limit the oldest
 * uneventful ones go first.
 */
export async function readKubernetesEvents(snapshot: Snapshot): Promise<Reading<EventRow>> {
  const source = await snapshot.source('events')
  if (source.rowCount === 0) return answerEmpty(snapshot, 'events', source)
  const lost = createLostRecords('the body is not a readable Kubernetes event', source.rowCount)
  const log = createEventLog()
  for await (const records of snapshot.db.stream<RecordSql>(RECORDS)) {
    for (const record of records) {
      const place = source.locate(record.id)
      const event = eventOf(record)
      if (event === null) lost.add(place)
      else if (event.type !== 'DELETED') log.add(event.object, { locator: place.locator, observedAt: moment(record.at_us) })
    }
  }
  const { kept, leftOut } = keepTelling(log.rows())
  const reading = answer(kept, { problems: [...source.problems, ...lost.problems()], why: 'no record of the events file is an event' })
  return leftOut > 0 ? withLosses(reading, { truncated: { limit: `${LIMIT.name} (${LIMIT.rows} rows)`, leftOut } }) : reading
}

const RECORDS = `
  SELECT CAST(row_id AS DOUBLE) AS id, CAST(at_us AS DOUBLE) AS at_us, body, namespace, kind, name, reason, message, event_time
  FROM events ORDER BY row_id`

function eventOf(record: RecordSql): KubernetesEvent | null {
  const parsed = kubernetesEvent.safeParse(record.body === null ? processedEvent(record) : parseJson(record.body))
  return parsed.success ? parsed.data : null
}

function processedEvent({ kind, name, namespace, reason, message, event_time }: RecordSql): unknown {
  return { object: { involvedObject: { kind, name, namespace }, reason, message, lastTimestamp: event_time } }
}

function keepTelling(rows: readonly EventRow[]): { readonly kept: readonly EventRow[]; readonly leftOut: number } {
  const leftOut = rows.length - LIMIT.rows
  if (leftOut <= 0) return { kept: rows, leftOut: 0 }
  const normal = rows.filter((row) => row.severity === 'Normal')
  const dropped = new Set([...normal, ...rows.filter((row) => row.severity === 'Warning')].slice(0, leftOut))
  return { kept: rows.filter((row) => !dropped.has(row)), leftOut }
}
