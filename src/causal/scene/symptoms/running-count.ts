import type { Rows } from '../../../domain/telemetry-rows.ts'
import { known } from './robust.ts'

type Series = Rows['series']

/** The samples of a series; of a count that only ever grows (`_total`, `_count`: Prometheus, "Metric types") by how much it grew each step. */
export function growthOf({ metric, values }: Series, baselineSamples: number): Series['values'] {
  if (!/_(?:total|count)$/.test(metric) || !growsInPeace(values, baselineSamples)) return values
  return values.map((value, index) => {
    const before = values[index - 1] ?? null
    return value === null || before === null ? null : value - before
  })
}

/** One that stands still in peace is read as it is. */
function growsInPeace(values: Series['values'], baselineSamples: number): boolean {
  const all = known(values)
  const calm = known(values.slice(0, baselineSamples))
  return all.every((value, index) => index === 0 || value >= (all[index - 1] ?? 0)) && (calm.at(-1) ?? 0) > (calm[0] ?? 0)
}
