import { attribute } from './attribute-sql.ts'
import type { SnapshotFile } from './files.ts'
import type { ColumnSource } from './csv-source.ts'
import type { TableSpec } from './recorded-table.ts'
import { parsedTime } from './sql.ts'

const TAGS = ['tags']
const KEY = ['metric_name', 'pod_name', 'service_name', 'bucket_le', 'status_code', ...TAGS]

/** The table with one row for each series: the labels that tell series apart, under the `series` of their samples. */
export const METRIC_SERIES = 'metric_series'

/**
 * The samples of all metric files. `series` tells the series of one metric apart: samples with equal labels belong together. Labels
 * are looked at once for each series and not for each sample, which they would make five times dearer.
 */
export function metricsTable(files: readonly SnapshotFile[]): TableSpec {
  return {
    table: 'metrics',
    files,
    required: [['metric_name'], ['timestamp'], ['value']],
    maps: [TAGS],
    select: selectSamples,
    distinct: { table: METRIC_SERIES, columns: [...KEY, 'namespace'], select: selectSeries },
  }
}

function selectSamples(source: ColumnSource): Record<string, string> {
  const value = `TRY_CAST(${source.column('value')} AS DOUBLE)`
  return {
    at_us: parsedTime(source.column('timestamp')),
    series: seriesKey(source),
    value: `CASE WHEN isfinite(${value}) THEN ${value} END`,
  }
}

function seriesKey(source: ColumnSource): string {
  return `hash(${KEY.map((part) => source.column(part)).join(', ')})`
}

function selectSeries(source: ColumnSource): Record<string, string> {
  const tags = source.column(...TAGS)
  const tag = (key: string) => attribute(tags, key, source.dialect(...TAGS))
  const columnOrTag = (column: string, key: string) => `COALESCE(NULLIF(${source.column(column)}, ''), ${tag(key)})`
  const bound = columnOrTag('bucket_le', 'le')
  return {
    series: seriesKey(source),
    metric: `COALESCE(${source.column('metric_name')}, '')`,
    namespace: columnOrTag('namespace', 'namespace'),
    pod: columnOrTag('pod_name', 'pod'),
    service: source.has('service_name') ? columnOrTag('service_name', 'service_name') : 'CAST(NULL AS VARCHAR)',
    container: tag('container'),
    image: tag('image'),
    resource: tag('resource'),
    bound: `CASE lower(${bound}) WHEN '+inf' THEN 'inf'::DOUBLE ELSE TRY_CAST(${bound} AS DOUBLE) END`,
    span_kind: tag('span_kind'),
    status_code: columnOrTag('status_code', 'status_code'),
    is_service: `${source.has('service_name')}`,
  }
}
