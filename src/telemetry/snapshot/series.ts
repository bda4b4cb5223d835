import type { Reading } from '../../domain/reading.ts'
import type { Rows } from '../../domain/telemetry-rows.ts'
import { answer } from './answer.ts'
import type { Grid } from './grid.ts'
import { whyEmpty, type Snapshot } from './snapshot.ts'

/** Metric series on the grid. */
export async function readSeries(snapshot: Snapshot, _grid: Grid): Promise<Reading<Rows['series']>> {
  const metrics = await snapshot.source('metrics')
  return answer([], { problems: metrics.problems, why: whyEmpty(snapshot, 'metrics') })
}
