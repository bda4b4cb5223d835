import { type Clock, columnMilli } from '../clock.ts'
import { BUCKETS_MS, type Meter } from '../traffic/meters.ts'
import { numberText } from './pod-metrics.ts'
import { pythonDict } from './python-literal.ts'
import { openTsv, type TsvFile } from './tsv.ts'

const BASE_HEADER = ['metric_name', 'timestamp', 'value', 'service_name', 'namespace', 'bucket_le', 'tags', 'metric_type'] as const

/** One file per service: the duration histogram of its operations, then the calls that failed. Without failures the last column is absent. */
export function writeServiceMetrics(folder: string, clock: Clock, meters: Iterable<Meter>): number {
  const byService = Map.groupBy(meters, (meter) => meter.unit.name)
  for (const [name, own] of byService) {
    const hasErrors = own.some((meter) => meter.errors > 0)
    const header = hasErrors ? [...BASE_HEADER, 'status_code'] : BASE_HEADER
    const file = openTsv(`${folder}/service_${name}_raw.tsv`, header)
    writeHistogram(file, clock, { meters: own, hasErrors })
    if (hasErrors) writeErrors(file, clock, own)
    file.close()
  }
  return byService.size
}

interface Line {
  readonly cells: (at: number, value: number) => string[]
  readonly meter: Meter
  readonly valueAt: (sample: Meter['samples'][number]) => number
}

function writeHistogram(file: TsvFile, clock: Clock, { meters, hasErrors }: { meters: readonly Meter[]; hasErrors: boolean }): void {
  const metric = 'traces_span_metrics_duration_milliseconds_bucket'
  const lines = meters.flatMap((meter) =>
    BUCKETS_MS.map((bound, index): Line => {
      const le = Number.isFinite(bound) ? `${bound}.0` : '+Inf'
      const tags = tagsOf(meter, metric, { le, status: 'STATUS_CODE_UNSET' })
      const end = hasErrors ? [''] : []
      return {
        meter,
        valueAt: (sample) => sample.buckets[index] ?? 0,
        cells: (at, value) => [
          metric,
          columnMilli(clock, at),
          numberText(value),
          meter.unit.name,
          meter.unit.namespace,
          le,
          tags,
          'duration_p95',
          ...end,
        ],
      }
    }),
  )
  writeLines(file, lines)
}

function writeErrors(file: TsvFile, clock: Clock, meters: readonly Meter[]): void {
  const metric = 'traces_span_metrics_calls_total'
  const lines = meters
    .filter((meter) => meter.errors > 0)
    .map((meter): Line => {
      const tags = tagsOf(meter, metric, { le: null, status: 'STATUS_CODE_ERROR' })
      return {
        meter,
        valueAt: (sample) => sample.errors,
        cells: (at, value) => [
          metric,
          columnMilli(clock, at),
          numberText(value),
          meter.unit.name,
          meter.unit.namespace,
          '',
          tags,
          'error_rate',
          'STATUS_CODE_ERROR',
        ],
      }
    })
  writeLines(file, lines)
}

function writeLines(file: TsvFile, lines: readonly Line[]): void {
  const times = [...new Set(lines.flatMap((line) => line.meter.samples.map((sample) => sample.at)))].sort((a, b) => a - b)
  const indexed = lines.map((line) => ({ line, byTime: new Map(line.meter.samples.map((sample) => [sample.at, sample])) }))
  for (const at of times) {
    for (const { line, byTime } of indexed) {
      const sample = byTime.get(at)
      if (!sample) continue
      const cells = line.cells(at, line.valueAt(sample))
      file.add(cells)
      file.add(cells)
    }
  }
}

function tagsOf(meter: Meter, metric: string, labels: { le: string | null; status: string }): string {
  return pythonDict({
    __name__: metric,
    exported_job: `${meter.unit.namespace}/${meter.unit.name}`,
    instance: 'collector:8889',
    job: 'collector',
    ...(labels.le === null ? {} : { le: labels.le }),
    namespace: meter.unit.namespace,
    service_name: meter.unit.name,
    span_kind: `SPAN_KIND_${meter.spanKind.toUpperCase()}`,
    span_name: meter.operation,
    status_code: labels.status,
  })
}
