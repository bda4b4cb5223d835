import { withLosses, type Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { cutCallFailures, readCallFailures } from '../log-lines/call-failures.ts'
import { answer } from './answer.ts'
import { moment } from './clock.ts'
import { logEntity } from './log-patterns.ts'
import { answerEmpty, type Snapshot } from './snapshot.ts'

/** Templates in which failed calls are looked for, the most frequent first. */
const MAX_TEMPLATES = 3000

interface SaidSql {
  readonly id: number
  readonly namespace: string | null
  readonly service: string
  readonly host: string | null
  readonly severity: Rows['log_patterns']['severity']
  readonly body: string
  readonly count: number
  /** Null when no record of the template has a usable time. */
  readonly first_at: number | null
  readonly last_at: number | null
  readonly templates: number
}

/** Records of one template name one host, for names of hosts with digits in them are rare; those that were logged as harmless are left out. */
const SAID = `
  WITH said AS (
    SELECT namespace, service, host, severity, template, count(*) AS count, min(at_us) AS first_at, max(at_us) AS last_at, min(row_id) AS id,
      count(*) OVER () AS templates
    FROM logs WHERE severity <> 'info' GROUP BY namespace, service, host, severity, template ORDER BY count DESC, id LIMIT ${MAX_TEMPLATES}
  )
  SELECT s.* REPLACE (CAST(count AS DOUBLE) AS count, CAST(first_at AS DOUBLE) AS first_at, CAST(last_at AS DOUBLE) AS last_at,
    CAST(id AS DOUBLE) AS id, CAST(templates AS DOUBLE) AS templates), l.body
  FROM said s JOIN logs l ON l.row_id = s.id ORDER BY s.id`

/** Calls that the log records say did not get through, in all of the recording, the first heard first. */
export async function readSnapshotCallFailures(snapshot: Snapshot): Promise<Reading<Rows['call_failures']>> {
  const logs = await snapshot.source('logs')
  if (logs.rowCount === 0) return answerEmpty(snapshot, 'logs', logs)
  const said = await snapshot.db.rows<SaidSql>(SAID)
  const found = readCallFailures(
    said.map(({ id, namespace, service, host, severity, body, count, first_at, last_at }) => ({
      locator: logs.locate(id).locator,
      entity: logEntity({ namespace, service, host }),
      severity,
      body,
      count,
      firstAt: first_at === null ? null : moment(first_at),
      lastAt: last_at === null ? null : moment(last_at),
    })),
  )
  const reading = answer(found.rows, { problems: logs.problems, why: 'no log record names a call that did not get through' })
  const unread = (said[0]?.templates ?? 0) - said.length
  const truncated = unread > 0 ? { limit: 'MAX_TEMPLATES', leftOut: unread } : cutCallFailures(found)
  return withLosses(reading, { truncated })
}
