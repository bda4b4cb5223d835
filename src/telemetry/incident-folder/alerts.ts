import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { serviceEntity } from './entities.ts'
import { readingOf, type Folder } from './folder.ts'
import type { AlertFile } from './schema.ts'

/** The alerts that opened the incident, ascending by time. */
export async function readAlerts(folder: Folder): Promise<Reading<Rows['alerts']>> {
  const alerts = await folder.alerts()
  const rows = alerts.records.map(({ record, value }) => alertRow(value, `${alerts.name}#${record}`))
  return readingOf(
    rows.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()),
    [alerts],
  )
}

function alertRow(alert: AlertFile, locator: string): Rows['alerts'] {
  const labels = { severity: alert.severity, metric: alert.metric, threshold: alert.threshold, observed: alert.observed }
  return {
    locator,
    name: alert.monitor ?? alert.metric ?? 'alert',
    entity: alert.service ? serviceEntity(alert.service) : null,
    state: alert.resolved_at ? 'resolved' : 'firing',
    labels: Object.fromEntries(Object.entries(labels).flatMap(([key, value]) => (value == null ? [] : [[key, String(value)]]))),
    summary: [alert.summary, alert.detail].filter(Boolean).join(' '),
    startsAt: alert.fired_at,
    endsAt: alert.resolved_at ?? null,
    value: alert.observed ?? null,
  }
}

/** What was reported and from when to when the folder has data (logs, metrics and spans). */
export async function readOverview(folder: Folder): Promise<Reading<Rows['overview']>> {
  const [alerts, logs, metrics, spans] = [await folder.alerts(), await folder.logs(), await folder.metrics(), await folder.spans()]
  const moments = [
    ...logs.records.map(({ value }) => value.timestamp),
    ...metrics.records.map(({ value }) => value.timestamp),
    ...spans.records.map(({ value }) => value.start),
    ...alerts.records.map(({ value }) => value.fired_at),
  ].map((at) => at.getTime())
  const first = alerts.records[0]?.value
  const from = moments.reduce((least, at) => Math.min(least, at), Infinity)
  const to = moments.reduce((most, at) => Math.max(most, at), -Infinity)
  const row: Rows['overview'] = {
    locator: first ? `${alerts.name}#1` : logs.name,
    reported: first?.summary ?? null,
    from: moments.length > 0 ? new Date(from) : null,
    to: moments.length > 0 ? new Date(to) : null,
    scopes: [],
  }
  return readingOf(first || moments.length > 0 ? [row] : [], [alerts, logs, metrics, spans])
}
