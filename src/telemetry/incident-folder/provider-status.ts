import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { readingOf, type Folder } from './folder.ts'

type Row = Rows['provider_status']

/** Every entry of the provider's status page, in file order. An entry that says "operating normally" is a row too. */
export async function readProviderStatus(folder: Folder): Promise<Reading<Row>> {
  const feeds = await folder.status()
  const rows = feeds.records.flatMap(({ record, value: feed }) =>
    feed.events.map((event, index): Row => ({
      locator: `${feeds.name}#${record}.${index + 1}`,
      provider: feed.provider ?? feed.source ?? 'unknown',
      service: event.service,
      region: event.region ?? feed.region ?? null,
      state: stateOf(event.status),
      title: event.title ?? '',
      detail: event.detail ?? '',
      startedAt: event.started_at ?? null,
      resolvedAt: event.resolved_at ?? null,
    })),
  )
  return readingOf(rows, [feeds])
}

// Status pages word their states in many ways; these are the families in use by the large public ones.
const STATES: readonly (readonly [RegExp, Row['state']])[] = [
  [/outage|down|unavailable|disruption|major|critical/i, 'outage'],
  [/degrad|impair|investigat|identif|monitor|elevated|partial|increas|issue|incident|minor/i, 'degraded'],
  [/operat|normal|ok|healthy|resolved|up$|available|none/i, 'operational'],
]

function stateOf(status: string): Row['state'] {
  return STATES.find(([pattern]) => pattern.test(status))?.[1] ?? 'unknown'
}
