import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pack } from '../town/archive.ts'
import { liveOn } from './noise.ts'
import type { RealCase } from './real-case.ts'
import { alertFile } from './recording/alert-file.ts'
import { changeFiles } from './recording/changes.ts'
import { logFile } from './recording/log-file.ts'
import { metricFile, type RangeAnswer } from './recording/metric-file.ts'
import { metricQueries } from './recording/metric-queries.ts'
import { queryRange, startPrometheus } from './servers/prometheus.ts'
import type { Stage } from './stage.ts'
import { ask } from './traffic.ts'

const STEP_SECONDS = 15

/** Plays one case on a stage and records it as `<out>/cases/<id>/recording.tar.gz`. The stage is not ended. */
export async function runCase(stage: Stage, one: RealCase, out: string): Promise<void> {
  await one.start(stage)
  await stage.program('webcam')
  await startPrometheus(stage)
  void ask(stage, one.traffic)
  await pause(stage.pace.warmUpSeconds * 1000)
  const startAt = new Date()
  await liveOn(stage)
  await one.change(stage)
  await pause(stage.pace.afterSeconds * 1000)
  await record(stage, { startAt, endAt: new Date() }, path.join(out, 'cases', one.id))
}

interface Range {
  readonly startAt: Date
  readonly endAt: Date
}

async function record(stage: Stage, range: Range, to: string): Promise<void> {
  const asked = { ...range, stepSeconds: STEP_SECONDS }
  const answers: { metric: string; answer: RangeAnswer }[] = []
  for (const { metric, query } of metricQueries(stage.dir)) answers.push({ metric, answer: await queryRange(stage, query, asked) })
  const alerts = alertFile(await queryRange(stage, 'ALERTS{alertstate="firing"}', asked), asked)
  const { commits, deploys } = changeFiles(stage.changes)
  const folder = stage.folder('recording')
  mkdirSync(path.join(folder, 'context'))
  const write = (name: string, content: unknown) =>
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : `${JSON.stringify(content, null, 1)}\n`)
  write('logs.ndjson', logFile(stage.lines.filter(({ at }) => at >= range.startAt && at <= range.endAt)))
  write('metrics.csv', metricFile(answers))
  write('alert.json', alerts)
  write('context/commits.json', commits)
  write('context/deploys.json', deploys)
  mkdirSync(to, { recursive: true })
  pack(folder, path.join(to, 'recording.tar.gz'))
}
