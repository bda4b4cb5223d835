import type { Rows } from '../../domain/telemetry-rows.ts'
import { parseWallClock, type DumpClock } from './dump-clock.ts'
import { nameSubject } from './metric-subject.ts'
import type { DetectedAnomaly, Dump } from './schema.ts'

/** `KIND [Title] | detail`. */
const FINDING = /^([A-Z_]+)(?:\s+\[([^\]]+)\])?/

/** One row for each finding of the source's anomaly detection. Findings whose time cannot be placed in UTC are left out: a row needs one. */
export function readAlertRows(dump: Dump, clock: DumpClock): Rows['alerts'][] {
  return (dump.alerts?.alerts ?? []).flatMap((anomaly, index) => readAnomaly(anomaly, { dump, clock, number: index + 1 }))
}

function readAnomaly(
  anomaly: DetectedAnomaly,
  about: { readonly dump: Dump; readonly clock: DumpClock; readonly number: number },
): Rows['alerts'][] {
  const startsAt = parseWallClock(anomaly.time_range?.split('~')[0] ?? '', about.clock)
  if (startsAt === null) return []
  const subject = nameSubject(anomaly.name, about.dump)
  return anomaly.evidence.map((finding, index) => {
    const [, name = 'anomaly', title] = FINDING.exec(finding) ?? []
    return {
      locator: `case.json#alerts.${about.number}.${index + 1}`,
      name,
      entity: subject,
      state: 'firing' as const,
      labels: title === undefined ? {} : { title },
      summary: finding,
      startsAt,
      endsAt: null,
      value: null,
    }
  })
}
