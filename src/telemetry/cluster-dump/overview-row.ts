import { shiftSeconds } from '../../domain/time-window.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import type { DumpClock } from './dump-clock.ts'
import type { MetricColumn } from './metrics-file.ts'
import type { Dump } from './schema.ts'

/** Without metrics a dump shows one moment and what events still tell: Kubernetes keeps them for an hour (`--event-ttl`, default 1h). */
const EVENT_MEMORY_SECONDS = 3600

/** What was reported and the time the dump covers: its metrics where it has them, else the hour that events reach back. */
export function readOverviewRow(dump: Dump, clock: DumpClock, columns: readonly MetricColumn[]): Rows['overview'] {
  const moments = columns.flatMap((column) => column.samples.map((sample) => sample.at.getTime()))
  const reported = dump.query?.trim() ?? ''
  const [first, last] =
    moments.length === 0 ? [null, null] : [moments.reduce((a, b) => Math.min(a, b)), moments.reduce((a, b) => Math.max(a, b))]
  return {
    locator: 'case.json',
    reported: reported === '' ? null : reported,
    from: first === null ? clock.takenAt && shiftSeconds(clock.takenAt, -EVENT_MEMORY_SECONDS) : new Date(first),
    // One second past the newest sample, because the end of a window is excluded.
    to: last === null ? clock.takenAt : shiftSeconds(new Date(last), 1),
    scopes: [dump.namespace],
  }
}
