import { availableParallelism } from 'node:os'
import process from 'node:process'
import type { Command } from 'commander'
import { wholeNumberBetween } from '../../src/cli/numbers.ts'
import { openCliPool } from '../../src/cli/cli-pool.ts'
import { periodBefore } from '../../src/domain/live-window.ts'
import { investigateIn } from '../../src/isolation/isolated-runs.ts'
import { DEFAULT_HTTP_LIMITS } from '../../src/telemetry/http/limits.ts'
import { openHttp } from '../../src/telemetry/http/open-http.ts'
import { KUBERNETES_REQUESTS } from '../../src/telemetry/live/kubernetes/allowed.ts'
import { PROMETHEUS_REQUESTS } from '../../src/telemetry/live/prometheus/allowed.ts'
import { diagnoseCase } from '../diagnose-case.ts'
import { textTable } from '../report/text-table.ts'
import { ObjectApi, type ServedObject } from './object-api.ts'
import { SlowPrometheus } from './slow-prometheus.ts'

interface PressureOptions {
  readonly runs: number
  readonly delay: number
  readonly pods: number
}

const MOST_RUNS = 200
const MOST_DELAY_MS = 20_000
const MOST_PODS = 10_000
const PODS_A_SERVICE = 3
const HOUR_SECONDS = 3600
const MEGABYTE = 1_000_000
const MS_A_SECOND = 1000
const BYTES_A_KILOBYTE = 1024

/** Adds `bench -- pressure`. */
export function addPressureCommand(program: Command): void {
  program
    .command('pressure')
    .description('many runs at once against a slow Prometheus and a cluster: what each source is asked, and what the runs take')
    .exitOverride()
    .option('--runs <count>', 'asked for at once', wholeNumberBetween(1, MOST_RUNS), 20)
    .option('--delay <ms>', 'of each answer of the Prometheus', wholeNumberBetween(0, MOST_DELAY_MS), 2000)
    .option('--pods <count>', 'of the cluster', wholeNumberBetween(1, MOST_PODS), 300)
    .action(printPressure)
}

async function printPressure(options: PressureOptions): Promise<void> {
  const pressed = await press(options)
  process.stdout.write(`${textTable(pressed)}\n`)
}

/** Runs all at once through a pool as the program has one, and counts at the sources. */
async function press({ runs, delay, pods }: PressureOptions): Promise<readonly (readonly string[])[]> {
  const prometheus = await SlowPrometheus.open({ delayMs: delay, services: Math.ceil(pods / PODS_A_SERVICE) })
  const api = await ObjectApi.open({ objects: clusterOf(pods) })
  const metrics = openHttp({ name: 'metrics', address: prometheus.url, allowed: PROMETHEUS_REQUESTS })
  const cluster = openHttp({ name: 'cluster', address: api.url, allowed: KUBERNETES_REQUESTS, limits: { concurrency: 8, perSecond: 100 } })
  const processes = availableParallelism()
  const pool = openCliPool({ mayRead: [], processes })
  const sources = [
    { kind: 'kubernetes', name: 'cluster', namespaces: null, ownNamespace: 'default' },
    { kind: 'prometheus', name: 'metrics' },
  ] as const
  let peakBytes = 0
  const investigate = investigateIn(
    pool,
    () => ({
      source: { live: { name: 'shop', window: periodBefore(new Date(), HOUR_SECONDS, null), sources } },
      ask: (source, request, signal) => (source === 'metrics' ? metrics : cluster).ask(request, signal),
    }),
    { isKept: false, onPeak: (bytes) => (peakBytes = Math.max(peakBytes, bytes)) },
  )
  const began = performance.now()
  const seconds: number[] = []
  try {
    const answers = await Promise.all(
      Array.from({ length: runs }, async () => {
        const answer = await diagnoseCase('shop', [], { investigate })
        seconds.push((performance.now() - began) / MS_A_SECOND)
        return answer
      }),
    )
    const own = process.resourceUsage().maxRSS * BYTES_A_KILOBYTE
    const lost = answers.flatMap(({ notChecked }) => notChecked.filter(({ why }) => /time|limit/.test(why))).length
    return [
      [
        'runs',
        'side by side',
        'first, last answer',
        'Prometheus: asked, most at once (limit)',
        'cluster: asked, most at once (limit)',
        'readings lost to time',
        'memory, all processes',
      ],
      [
        String(answers.length),
        String(processes),
        `${(seconds.at(0) ?? 0).toFixed(1)} s, ${(seconds.at(-1) ?? 0).toFixed(1)} s`,
        `${prometheus.counts.asked}, ${prometheus.counts.peak} (${DEFAULT_HTTP_LIMITS.concurrency})`,
        `${api.asked.length}, ${cluster.peak()} (8)`,
        String(lost),
        `${Math.round((own + processes * peakBytes) / MEGABYTE)} MB`,
      ],
    ]
  } finally {
    await pool.close()
    await Promise.all([metrics.close(), cluster.close(), api.close(), prometheus.close()])
  }
}

/** Deployments of three pods each with their Service, all well. */
function clusterOf(pods: number): readonly ServedObject[] {
  const made = { namespace: 'shop', creationTimestamp: '2026-05-01T08:00:00Z' }
  return Array.from({ length: Math.ceil(pods / PODS_A_SERVICE) }, (_, index) => `service-${index}`).flatMap(
    (name): readonly ServedObject[] => {
      const labels = { app: name }
      const spec = { containers: [{ name: 'main', image: `registry.example/${name}:1` }] }
      const running = { name: 'main', ready: true, restartCount: 0, state: { running: { startedAt: '2026-05-01T08:00:00Z' } } }
      const replicas = Array.from({ length: PODS_A_SERVICE }, (_, nth): ServedObject => ({
        kind: 'Pod',
        metadata: { name: `${name}-${nth}`, ...made, labels, ownerReferences: [{ kind: 'ReplicaSet', name }] },
        spec,
        status: { phase: 'Running', containerStatuses: [running] },
      }))
      return [
        {
          kind: 'Deployment',
          metadata: { name, ...made },
          spec: { replicas: PODS_A_SERVICE, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
          status: { replicas: PODS_A_SERVICE, readyReplicas: PODS_A_SERVICE, updatedReplicas: PODS_A_SERVICE },
        },
        { kind: 'Service', metadata: { name, ...made }, spec: { selector: labels, ports: [{ port: 80 }] } },
        ...replicas,
      ]
    },
  )
}
