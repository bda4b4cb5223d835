import { mkdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import path from 'node:path'
import { type AlertFiles, createAlertFiles } from './alerts/alert-files.ts'
import type { Dress } from './alerts/other-team.ts'
import type { Clock } from './clock.ts'
import type { Observe } from './cluster/events.ts'
import { type Gaps, NO_GAPS, isListed } from './life/gaps.ts'
import type { Random } from './random.ts'
import { pollTimes } from './writers/objects-file.ts'
import { observeInto } from './writers/events-file.ts'
import { writeLog } from './writers/logs-file.ts'
import { type OrderedRows, orderRows } from './writers/ordered-rows.ts'
import { type PodMetrics, createPodMetrics } from './writers/pod-metrics.ts'
import { RECORD_HEADER } from './writers/record-columns.ts'
import { writeServiceMetrics } from './writers/service-metrics.ts'
import type { Sinks } from './writers/sinks.ts'
import { TRACE_HEADER, writeCalled, writeServed } from './writers/traces-file.ts'
import { openTsv } from './writers/tsv.ts'
import { type World, gaugesOf } from './world.ts'

export interface SnapshotFiles {
  readonly sinks: Sinks
  readonly observe: Observe
  readonly objects: OrderedRows
  readonly alerts: AlertFiles
  readonly podMetrics: PodMetrics
  /** Writes what belongs to seconds that are over. */
  flushBefore(seconds: number): void
  /** What the recorder is to leave out; nothing until then. Must be said before time runs. */
  leaveOut(gaps: Gaps): void
  /** Writes the rest and removes what the drill is meant to lack. Answers how many rows the big files have. */
  close(world: World): { spans: number; logRecords: number; objectRows: number; eventRows: number }
}

const OBJECTS_FILE = 'k8s_objects_raw.tsv'

/** Opens every file of one snapshot in `folder`, which is created. */
export function openSnapshot(folder: string, clock: Clock, { random, dress }: { random: Random; dress: Dress }): SnapshotFiles {
  mkdirSync(path.join(folder, 'alerts'), { recursive: true })
  mkdirSync(path.join(folder, 'metrics'), { recursive: true })
  const events = orderRows(openTsv(path.join(folder, 'k8s_events_raw.tsv'), RECORD_HEADER))
  const objects = orderRows(openTsv(path.join(folder, OBJECTS_FILE), RECORD_HEADER))
  const logs = orderRows(openTsv(path.join(folder, 'otel_logs_raw.tsv'), RECORD_HEADER))
  const traces = orderRows(openTsv(path.join(folder, 'otel_traces_raw.tsv'), TRACE_HEADER))
  const all = [events, objects, logs, traces]
  const observeLater = observeInto(events, clock, random)
  const alerts = createAlertFiles(path.join(folder, 'alerts'), dress)
  const podMetrics = createPodMetrics()
  let gaps = NO_GAPS
  return {
    objects,
    alerts,
    podMetrics,
    sinks: {
      served: (span) => (span.at >= gaps.from ? writeServed(traces, clock, span) : undefined),
      called: (span) => (span.at >= gaps.from ? writeCalled(traces, clock, span) : undefined),
      log: (record) => (record.at >= gaps.from ? writeLog(logs, clock, record) : undefined),
    },
    // What happened before the recording is only seen when the API server forgets it.
    observe: (type, event) => (clock.now >= gaps.eventsFrom ? observeLater(type, event) : undefined),
    flushBefore(seconds) {
      for (const rows of all) rows.flushBefore(seconds)
    },
    leaveOut(wanted) {
      gaps = wanted
    },
    close(world) {
      for (const rows of all) rows.close()
      alerts.close(clock)
      podMetrics.write(path.join(folder, 'metrics'), clock, (pod) => gaugesOf(world, pod))
      writeServiceMetrics(path.join(folder, 'metrics'), clock, world.meters.all.values())
      if (gaps.objects === 'cut') breakOff(path.join(folder, OBJECTS_FILE), gaps.lostShare / listingsOf(world.durationSeconds, gaps))
      for (const name of gaps.missing) rmSync(path.join(folder, name), { recursive: true, force: true })
      return { spans: traces.rows, logRecords: logs.rows, objectRows: objects.rows, eventRows: events.rows }
    },
  }
}

/** Listings are of one size, near enough: a share of the last one is that share of the file by their number. */
function listingsOf(durationSeconds: number, gaps: Gaps): number {
  const polls = pollTimes(durationSeconds)
  return polls.filter((at) => isListed(gaps, at, polls)).length
}

/** Ends a file in the middle, wherever that is in a line. */
function breakOff(file: string, lostShare: number): void {
  truncateSync(file, Math.floor(statSync(file).size * (1 - lostShare)))
}
