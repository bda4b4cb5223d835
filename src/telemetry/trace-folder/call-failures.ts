import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { cutCallFailures, readCallFailures } from '../log-lines/call-failures.ts'
import { serviceOfPod } from './entities.ts'
import { readingOf, type TraceFolder } from './folder.ts'
import { messageOf, severityOf } from './log-lines.ts'
import { fromNanos } from './times.ts'

/** Calls that the lines of the recording say did not get through, the first heard first. */
export async function readFolderCallFailures(folder: TraceFolder): Promise<Reading<Rows['call_failures']>> {
  const logs = await folder.logs()
  const found = readCallFailures(
    logs.records.map(({ record, value }) => {
      const at = fromNanos(value.TimeUnixNano)
      const said = { severity: severityOf(value.Log), body: messageOf(value.Log) }
      return { locator: `${logs.name}#${record}`, entity: serviceOfPod(value.PodName), ...said, count: 1, firstAt: at, lastAt: at }
    }),
  )
  return readingOf(found.rows, [logs], cutCallFailures(found))
}
