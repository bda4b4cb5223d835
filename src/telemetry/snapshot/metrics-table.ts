import { attribute } from './attribute-sql.ts'
import type { SnapshotFile } from './files.ts'
import type { ColumnSource, TableSpec } from './recorded-table.ts'
import { parsedTime } from './sql.ts'

const TAGS = ['tags']

/** The samples of all metric files. `series` tells the series of one metric apart: samples with equal labels belong together. */
export function metricsTable(files: readonly SnapshotFile[]): TableSpec {
  return {
    table: 'metrics',
    files,
    required: [['metric_name'], ['timestamp'], ['value']],
    maps: [TAGS],
    select: selectMetrics,
  }
}

function selectMetrics(source: ColumnSource): Record<string, string> {
  const tags = source.column(...TAGS)
  const tag = (key: string) => attribute(tags, key, source.dialect(...TAGS))
  return {
    at_us: parsedTime(source.column('timestamp')),
    metric: `COALESCE(${source.column('metric_name')}, '')`,
    value: `CASE WHEN isfinite(TRY_CAST(${source.column('value')} AS DOUBLE)) THEN TRY_CAST(${source.column('value')} AS DOUBLE) END`,
    series: `hash(${source.column('metric_name')}, ${tags})`,
    namespace: `COALESCE(NULLIF(${source.column('namespace')}, ''), ${tag('namespace')}, '')`,
    pod: `COALESCE(NULLIF(${source.column('pod_name')}, ''), ${tag('pod')})`,
    service: `COALESCE(NULLIF(${source.column('service_name')}, ''), ${tag('service_name')})`,
    container: tag('container'),
    image: tag('image'),
    bucket: `CASE lower(COALESCE(NULLIF(${source.column('bucket_le')}, ''), ${tag('le')})) WHEN '+inf' THEN 'inf'::DOUBLE
      ELSE TRY_CAST(COALESCE(NULLIF(${source.column('bucket_le')}, ''), ${tag('le')}) AS DOUBLE) END`,
    span_kind: tag('span_kind'),
    status_code: `COALESCE(NULLIF(${source.column('status_code')}, ''), ${tag('status_code')})`,
  }
}
