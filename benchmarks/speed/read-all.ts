import type { Query } from '../../src/domain/reading.ts'
import type { TimeWindow } from '../../src/domain/time-window.ts'
import { openRecorded } from '../../src/telemetry/open.ts'

// Reads everything an investigation asks of one snapshot, from cold, in a process of its own, so that its peak memory is its own.
// usage: node benchmarks/speed/read-all.ts DIR   prints one line of JSON: { wallMs, cpuMs, peakMb, answers }

const STEP_SECONDS = 60
const BYTES_PER_MB = 1_000_000

const dir = process.argv[2] ?? '.'
const began = performance.now()
const telemetry = await openRecorded(dir)
const signal = new AbortController().signal
const overview = await telemetry.read({ kind: 'overview' }, { signal })
const row = overview.status === 'ok' ? overview.rows[0] : undefined
if (!row?.from || !row.to) throw new Error(`${dir} has no readable period`)

const answers: Record<string, string> = { overview: overview.status }
for (const query of queriesOf({ start: row.from, end: row.to })) {
  const reading = await telemetry.read(query, { signal })
  answers[query.kind] = reading.status === 'ok' ? `${reading.rows.length} rows` : reading.status
}
const wallMs = Math.round(performance.now() - began)
await telemetry.close()
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
const cpuMs = Math.round((userCPUTime + systemCPUTime) / 1000)
process.stdout.write(`${JSON.stringify({ wallMs, cpuMs, peakMb: Math.round((maxRSS * 1024) / BYTES_PER_MB), answers })}\n`)

function queriesOf(window: TimeWindow): Query[] {
  const middle = new Date((window.start.getTime() + window.end.getTime()) / 2)
  return [
    { kind: 'alerts' },
    { kind: 'kubernetes_events' },
    { kind: 'object_versions' },
    { kind: 'service_calls', window, stepSeconds: STEP_SECONDS },
    { kind: 'call_edges', window, stepSeconds: STEP_SECONDS },
    { kind: 'series', window, stepSeconds: STEP_SECONDS },
    { kind: 'log_patterns', incident: { start: middle, end: window.end }, baseline: { start: window.start, end: middle } },
  ]
}
