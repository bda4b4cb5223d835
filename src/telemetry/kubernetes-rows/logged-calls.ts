import { earliest } from '../../domain/time-window.ts'
import { accessLineIn } from '../log-lines/access-log.ts'
import type { LogStream } from '../log-lines/log-stream.ts'
import type { LoggedCall } from '../log-lines/served-calls.ts'

/** The calls that containers logged as served, those without a time left out. Runs of one container are one log. */
export function loggedCallsIn(streams: readonly LogStream[]): readonly LoggedCall[] {
  const containers = Map.groupBy(streams, ({ pod, container }) => JSON.stringify([pod, container]))
  return [...containers.values()].flatMap((runs) => {
    const keptFrom = earliest(runs.flatMap(({ records }) => records.map(({ at }) => at)))
    return runs.flatMap((run) => callsOf(run, keptFrom))
  })
}

function callsOf({ entity, where, container, records }: LogStream, keptFrom: Date | null): readonly LoggedCall[] {
  return records.flatMap((record) => {
    const line = record.at === null ? null : accessLineIn(record)
    if (line === null || record.at === null) return []
    const program = record.origin?.container ?? container ?? ''
    return [{ locator: `${where}#${record.line}`, at: record.at, service: entity, program, keptFrom, line }]
  })
}
