import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { cutCallFailures, readCallFailures } from '../log-lines/call-failures.ts'
import { serviceEntity } from './entities.ts'
import { readingOf, type Folder } from './folder.ts'
import { bodyOf, severityOf } from './log-text.ts'

/** Calls that the log records say did not get through, the first heard first. */
export async function readFolderCallFailures(folder: Folder): Promise<Reading<Rows['call_failures']>> {
  const logs = await folder.logs()
  const found = readCallFailures(
    logs.records.map(({ record, value }) => ({
      locator: `${logs.name}#${record}`,
      entity: serviceEntity(value.service),
      severity: severityOf(value),
      body: bodyOf(value),
      count: 1,
      firstAt: value.timestamp,
      lastAt: value.timestamp,
    })),
  )
  return readingOf(found.rows, [logs], cutCallFailures(found))
}
