import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type AlertFiles, createAlertFiles } from './alerts/alert-files.ts'
import type { Clock } from './clock.ts'
import type { Observe } from './cluster/events.ts'
import type { Random } from './random.ts'
import { observeInto } from './writers/events-file.ts'
import { writeLog } from './writers/logs-file.ts'
import { type OrderedRows, orderRows } from './writers/ordered-rows.ts'
import { type PodMetrics, createPodMetrics } from './writers/pod-metrics.ts'
import { RECORD_HEADER } from './writers/record-columns.ts'
import { writeServiceMetrics } from './writers/service-metrics.ts'
import type { Sinks } from './writers/sinks.ts'
import { TRACE_HEADER, writeCalled, writeServed } from './writers/traces-file.ts'
import { openTsv } from './writers/tsv.ts'
import type { World } from './world.ts'

export interface SnapshotFiles {
  readonly sinks: Sinks
  readonly observe: Observe
  readonly objects: OrderedRows
  readonly alerts: AlertFiles
  readonly podMetrics: PodMetrics
  /** Writes what belongs to seconds that are over. */
  flushBefore(seconds: number): void
  /** Writes the rest and removes what the drill is meant to lack. Answers how many rows the big files have. */
  close(world: World, missing: readonly string[]): { spans: number; logRecords: number; objectRows: number; eventRows: number }
}

/** Opens every file of one snapshot in `folder`, which is created. */
export function openSnapshot(folder: string, clock: Clock, random: Random): SnapshotFiles {
  mkdirSync(path.join(folder, 'alerts'), { recursive: true })
  mkdirSync(path.join(folder, 'metrics'), { recursive: true })
  const events = orderRows(openTsv(path.join(folder, 'k8s_events_raw.tsv'), RECORD_HEADER))
  const objects = orderRows(openTsv(path.join(folder, 'k8s_objects_raw.tsv'), RECORD_HEADER))
  const logs = orderRows(openTsv(path.join(folder, 'otel_logs_raw.tsv'), RECORD_HEADER))
  const traces = orderRows(openTsv(path.join(folder, 'otel_traces_raw.tsv'), TRACE_HEADER))
  const all = [events, objects, logs, traces]
  const observeLater = observeInto(events, clock, random)
  const alerts = createAlertFiles(path.join(folder, 'alerts'))
  const podMetrics = createPodMetrics()
  return {
    objects,
    alerts,
    podMetrics,
    sinks: {
      served: (span) => writeServed(traces, clock, span),
      called: (span) => writeCalled(traces, clock, span),
      log: (record) => writeLog(logs, clock, record),
    },
    // What happened before the recording is only seen when the API server forgets it.
    observe: (type, event) => (clock.now >= 0 ? observeLater(type, event) : undefined),
    flushBefore(seconds) {
      for (const rows of all) rows.flushBefore(seconds)
    },
    close(world, missing) {
      for (const rows of all) rows.close()
      alerts.close(clock)
      podMetrics.write(path.join(folder, 'metrics'), clock)
      writeServiceMetrics(path.join(folder, 'metrics'), clock, world.meters.all.values())
      for (const name of missing) rmSync(path.join(folder, name), { recursive: true, force: true })
      return { spans: traces.rows, logRecords: logs.rows, objectRows: objects.rows, eventRows: events.rows }
    },
  }
}
