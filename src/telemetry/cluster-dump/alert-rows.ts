import type { Rows } from '../../domain/telemetry-rows.ts'
import { parseWallClock, type DumpClock } from '../kubectl-text/dump-clock.ts'
import { nameSubject } from './metric-subject.ts'
import type { DetectedAnomaly, Dump } from './schema.ts'

/** `KIND [Title] | detail | detail`. */
const FINDING = /^([A-Z_]+)(?![A-Z_])(?:\s+\[([^\]]+)\])?\s*(?:\|\s*)?(\S.*|)$/
/** `basket-p95latency: Normal=4.85ms -> Current=70.04ms (+1343.0%)`; the name before the colon is there when several are compared. */
const COMPARED = /^(?:(\S+?):\s+)?(?:Normal=(\S+)\s.*?(?:Current|Cur)=(\S+)|Val:\s+(\S+))/

/**
 * One row for each thing that the source's anomaly detection found departed. Labels `normal` and `current` hold the two values it
 * compared, `metric` the series, each with its unit as printed. Findings whose time cannot be placed in UTC are left out.
 */
export function readAlertRows(dump: Dump, clock: DumpClock): Rows['alerts'][] {
  return (dump.alerts?.alerts ?? []).flatMap((anomaly, index) => readAnomaly(anomaly, { dump, clock, number: index + 1 }))
}

interface Source {
  readonly dump: Dump
  readonly clock: DumpClock
  readonly number: number
}

function readAnomaly(anomaly: DetectedAnomaly, { dump, clock, number }: Source): Rows['alerts'][] {
  const startsAt = parseWallClock(anomaly.time_range?.split('~')[0] ?? '', clock)
  if (startsAt === null) return []
  const entity = nameSubject(anomaly.name, dump)
  const findings = anomaly.evidence.flatMap(readFinding)
  return findings.map((finding, index) => ({
    locator: `case.json#alerts.${number}.${index + 1}`,
    entity,
    state: 'firing' as const,
    startsAt,
    endsAt: null,
    value: null,
    ...finding,
  }))
}

function readFinding(text: string): Pick<Rows['alerts'], 'name' | 'labels' | 'summary'>[] {
  const [, kind = 'anomaly', title = '', detail = ''] = FINDING.exec(text) ?? []
  const name = [kind, title].filter((part) => part !== '').join(' ')
  return detail.split(' | ').map((one) => {
    const [, metric, normal, current, value] = COMPARED.exec(one) ?? []
    const labels = Object.entries({ metric, normal, current: current ?? value }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    return { name, labels: Object.fromEntries(labels), summary: `${name}: ${one}` }
  })
}
