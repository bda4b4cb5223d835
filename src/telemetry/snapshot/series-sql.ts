import type { Grid } from './grid.ts'
import { METRIC_SERIES } from './metrics-table.ts'
import { microseconds, stepOf, withinWindow } from './sql.ts'

/** A gap this long between two samples is a hole in the recording; what a counter gained in it belongs to no step. */
const MAX_GAP_SECONDS = 300
/** A counter that appears this long after the recording began was born then: its first value is its increase. */
const BIRTH_SECONDS = 120

const ENTITY = `namespace || CASE WHEN is_service THEN '/Service/' || service ELSE '/Pod/' || pod END`

/**
 * One row for each entity and metric that is no histogram, with lists by step. Pause containers and pod totals are left out where
 * the containers have series of their own. Needs the table `metric_readings` (metric, statistic, combine).
 */
export function plainSeriesSql(grid: Grid): string {
  return `
    WITH named AS (
      SELECT *, ${ENTITY} AS entity, bool_or(COALESCE(container, 'POD') <> 'POD') OVER (PARTITION BY namespace, pod, metric) AS has_containers
      FROM ${METRIC_SERIES} WHERE bound IS NULL AND NOT regexp_matches(metric, '(?:_bucket|calls_total)$')
    ), kept AS (
      SELECT DISTINCT series, entity, metric, COALESCE(resource, '') AS resource, COALESCE(container, '') AS container, statistic, combine
      FROM named JOIN metric_readings USING (metric)
      WHERE entity IS NOT NULL AND container IS DISTINCT FROM 'POD' AND (container IS NOT NULL OR NOT has_containers)
    ), ${increasesSql('kept', grid)}, series_steps AS (
      SELECT series, step, min(id) AS id, avg(value) AS value, sum(increase) AS increase, sum(gap) AS gap FROM increases GROUP BY series, step
    ), readings AS (
      SELECT k.*, s.step, s.id, CASE statistic WHEN 'value' THEN value WHEN 'rate' THEN increase * 1e6 / NULLIF(gap, 0) ELSE increase END AS value
      FROM series_steps s JOIN kept k USING (series)
    ), containers AS (
      SELECT entity, metric, resource, container, step, min(id) AS id, CASE any_value(combine) WHEN 'max' THEN max(value) ELSE sum(value) END AS value
      FROM readings WHERE value IS NOT NULL GROUP BY entity, metric, resource, container, step
    ), entities AS (
      SELECT entity, metric, resource, step, min(id) AS id, sum(value) AS value FROM containers GROUP BY entity, metric, resource, step
    )
    SELECT entity, metric, resource, CAST(min(id) AS DOUBLE) AS id, list(step ORDER BY step) AS steps, list(value ORDER BY step) AS values
    FROM entities GROUP BY entity, metric, resource ORDER BY entity, metric, resource`
}

/**
 * One row for each service, span metric and step, with the increase of each cumulative bucket (`bounds` ascending, the last one
 * infinite), of failed calls, and the seconds they were gained in. Server and consumer spans only, where the service has any.
 */
export function histogramSql(grid: Grid): string {
  return `
    WITH named AS (
      SELECT *, ${ENTITY} AS entity, regexp_matches(COALESCE(span_kind, ''), '(?i)(?:server|consumer)$') AS is_served FROM ${METRIC_SERIES}
      WHERE bound IS NOT NULL OR metric LIKE '%calls_total'
    ), kept AS (
      SELECT DISTINCT series, entity, metric, bound, COALESCE(upper(status_code) LIKE '%ERROR', false) AS is_error
      FROM (SELECT *, bool_or(is_served) OVER (PARTITION BY entity) AS has_served FROM named)
      WHERE entity IS NOT NULL AND (is_served OR NOT has_served)
    ), ${increasesSql('kept', grid)}, bounds AS (
      SELECT entity, metric, step, bound, is_error, min(id) AS id, sum(increase) AS increase, max(gap) AS gap
      FROM (SELECT series, step, min(id) AS id, sum(increase) AS increase, sum(gap) AS gap FROM increases GROUP BY series, step) JOIN kept USING (series)
      GROUP BY entity, metric, step, bound, is_error
    ), merged AS (
      SELECT entity, metric, step, bound, min(id) AS id, sum(increase) AS increase, sum(increase) FILTER (is_error) AS errors, max(gap) AS gap
      FROM bounds GROUP BY entity, metric, step, bound
    )
    SELECT entity, metric, step, CAST(min(id) AS DOUBLE) AS id, max(gap) / 1e6 AS seconds, list(COALESCE(bound, 'inf'::DOUBLE) ORDER BY bound) AS bounds,
      list(increase ORDER BY bound) AS increases, arg_max(errors, COALESCE(bound, 'inf'::DOUBLE)) AS errors
    FROM merged GROUP BY entity, metric, step ORDER BY entity, metric, step`
}

// Samples of the wanted series, each once, with what a counter gained since the one before. `id` is a sample's row_id.
function increasesSql(kept: string, grid: Grid): string {
  const from = microseconds(grid.window.start) - MAX_GAP_SECONDS * 1_000_000
  return `samples AS (
      SELECT series, at_us, any_value(value) AS value, min(m.row_id) AS id FROM metrics m SEMI JOIN ${kept} USING (series)
      WHERE value IS NOT NULL AND at_us >= ${from} AND at_us < ${microseconds(grid.window.end)} GROUP BY series, at_us
    ), gaps AS (
      SELECT *, value - lag(value) OVER before AS difference, at_us - lag(at_us) OVER before AS gap FROM samples
      WINDOW before AS (PARTITION BY series ORDER BY at_us)
    ), increases AS (
      SELECT series, ${stepOf('at_us', grid)} AS step, id, value,
        CASE WHEN gap IS NULL THEN CASE WHEN at_us > (SELECT min(at_us) FROM metrics) + ${BIRTH_SECONDS * 1_000_000} THEN value END
          WHEN gap > ${MAX_GAP_SECONDS * 1_000_000} THEN NULL WHEN difference < 0 THEN value ELSE difference END AS increase,
        CASE WHEN gap <= ${MAX_GAP_SECONDS * 1_000_000} THEN gap END AS gap
      FROM gaps WHERE ${withinWindow('at_us', grid.window)}
    )`
}
