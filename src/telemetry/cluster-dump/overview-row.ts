import { shiftSeconds } from '../../domain/time-window.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { DumpClock } from '../kubectl-text/dump-clock.ts'
import type { MetricColumn } from './metrics-file.ts'
import type { Dump } from './schema.ts'

/** What a dump shows reaches back as far as events do: Kubernetes keeps them for an hour (`--event-ttl`, default 1h). */
const EVENT_MEMORY_SECONDS = 3600

/** What was reported, and the time the dump covers: the hour that events reach back, and its metrics where they reach further. */
export function readOverviewRow(dump: Dump, clock: DumpClock, columns: readonly MetricColumn[]): Rows['overview'] {
  const moments = columns.flatMap((column) => column.samples.map((sample) => sample.at.getTime()))
  const remembered = clock.takenAt === null ? [] : [shiftSeconds(clock.takenAt, -EVENT_MEMORY_SECONDS).getTime(), clock.takenAt.getTime()]
  const known = [...moments, ...remembered]
  const reported = dump.query?.trim() ?? ''
  return {
    locator: 'case.json',
    reported: reported === '' ? null : reported,
    from: known.length === 0 ? null : new Date(known.reduce((a, b) => Math.min(a, b))),
    // One second past the newest, because the end of a window is excluded.
    to: known.length === 0 ? null : shiftSeconds(new Date(known.reduce((a, b) => Math.max(a, b))), 1),
    scopes: [dump.namespace],
  }
}
