import path from 'node:path'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { alertRules, alertSeries } from './alert-series.ts'
import { openMetricsText, type MetricSeries } from './open-metrics.ts'
import { podSeries } from './pod-series.ts'
import { readTable, readTables, timeOf, type TableRow } from './read-table.ts'
import { COLLECTOR, spanSeries } from './span-series.ts'

const SCRAPE_MS = 30_000
const KUBELETS = { job: 'kubelet', instance: 'kubelet:10250' }

/** What a Prometheus would hold of a drill: samples as OpenMetrics, rules as YAML, and the time that both tell of. */
export interface DrillMetrics {
  readonly openMetrics: string
  readonly rules: string
  readonly end: Date
}

/** The metrics, spans and alerts of a drill as series of one Prometheus. What the drill lacks has none. */
export function drillMetrics(dir: string, alerts: readonly Rows['alerts'][]): DrillMetrics {
  const spans = readTable(path.join(dir, 'otel_traces_raw.tsv'))
  const pods = readTables(path.join(dir, 'metrics'), 'pod_')
  const { firstMs, lastMs } = periodOf([...spans, ...pods])
  const scrapes = Array.from({ length: Math.floor((lastMs - firstMs) / SCRAPE_MS) + 1 }, (_, index) => firstMs + index * SCRAPE_MS)
  const series = [...podSeries(pods), ...spanSeries(spans, scrapes), ...alertSeries(alerts, scrapes), ...upSeries(scrapes)]
  return { openMetrics: openMetricsText(series), rules: alertRules(alerts), end: new Date(lastMs) }
}

function periodOf(rows: readonly TableRow[]): { readonly firstMs: number; readonly lastMs: number } {
  const times = rows.map((row) => timeOf(row('Timestamp') || row('timestamp')))
  const extreme = (choose: (a: number, b: number) => number) => times.reduce((a, b) => choose(a, b))
  return { firstMs: extreme(Math.min), lastMs: extreme(Math.max) }
}

/** Both targets answered all the time. */
function upSeries(scrapes: readonly number[]): readonly MetricSeries[] {
  return [COLLECTOR, KUBELETS].map((labels) => ({ name: 'up', labels, samples: scrapes.map((atMs) => [atMs, 1] as const) }))
}
