import { isAnswered } from '../../../src/domain/reading.ts'
import { describe, expect, it } from 'vitest'
import { ask, at, pythonMap, recordedTime, snapshotFolder, tsv, type Row, withoutMissing } from './fixture.ts'

const GRID = { window: { start: at(0), end: at(180) }, stepSeconds: 60 }
const POD_COLUMNS = ['metric_name', 'timestamp', 'value', 'pod_name', 'namespace', 'tags']
const SERVICE_COLUMNS = [
  'metric_name',
  'timestamp',
  'value',
  'service_name',
  'namespace',
  'bucket_le',
  'tags',
  'metric_type',
  'status_code',
]

/** Samples every 30 seconds, each written twice as the recorder does. */
function podSamples(
  metric: string,
  values: readonly (number | string)[],
  tags: Readonly<Record<string, string>> = { container: 'app' },
): Row[] {
  const rows = values.map((value, index) => ({
    metric_name: metric,
    timestamp: recordedTime(index * 30).slice(0, 23),
    value,
    pod_name: 'orders-1',
    namespace: 'shop',
    tags: pythonMap({ pod: 'orders-1', ...tags }),
  }))
  return rows.flatMap((row) => [row, row])
}

async function readPod(rows: readonly Row[]) {
  const dir = snapshotFolder({ 'metrics/pod_orders-1_raw.tsv': tsv(POD_COLUMNS, rows) })
  return ask(dir, { kind: 'series', ...GRID })
}

describe('telemetry/snapshot/series', () => {
  it('makes a counter a rate per second, each sample once, and survives a reset', async () => {
    const reading = await readPod(podSamples('container_cpu_usage_seconds_total', [0, 15, 30, 3, 18, 33]))

    expect(reading).toMatchObject({
      status: 'incomplete',
      rows: [
        {
          entity: 'shop/Pod/orders-1',
          metric: 'container_cpu_usage_seconds_total rate',
          meaning: 'cpu_cores',
          values: [0.5, 18 / 60, 0.5],
          locator: 'metrics/pod_orders-1_raw.tsv#2',
        },
      ],
    })
  })

  it('adds up the containers of a pod and leaves out the pause container and the pod total', async () => {
    const metric = 'container_memory_working_set_bytes'
    const rows = [
      ...podSamples(metric, [100, 100]),
      ...podSamples(metric, [50, 50], { container: 'sidecar' }),
      ...podSamples(metric, [7, 7], { container: 'POD' }),
      ...podSamples(metric, [157, 157], { id: '/kubepods/x' }),
    ]

    const reading = await readPod(rows)

    expect(reading).toMatchObject({ rows: [{ meaning: 'memory_bytes', values: [150, null, null] }] })
  })

  it('derives the share of a limit, and nothing where a pod has none', async () => {
    const usage = podSamples('container_memory_working_set_bytes', [90, 90])
    const limit = podSamples('cluster:namespace:pod_memory:active:kube_pod_container_resource_limits', [100, 100], {
      resource: 'memory',
      container: 'app',
    })

    const [withLimit, without] = [await readPod([...usage, ...limit]), await readPod(usage)]

    expect(isAnswered(withLimit) && withLimit.rows.find(({ meaning }) => meaning === 'memory_ratio')).toMatchObject({
      values: [0.9, null, null],
    })
    expect(isAnswered(without) && without.rows.some(({ meaning }) => meaning === 'memory_ratio')).toBe(false)
  })

  it('takes an empty value for no sample', async () => {
    const reading = await readPod(podSamples('container_memory_working_set_bytes', [100, 100, '', '', 80]))

    expect(reading).toMatchObject({ rows: [{ values: [100, null, 80] }] })
  })

  it('reads traffic, errors and latency of a service from its span metrics', async () => {
    const bucket = (bound: string, perScrape: number, status: string, kind: string) =>
      Array.from({ length: 6 }, (_, index) => ({
        metric_name: 'traces_span_metrics_duration_milliseconds_bucket',
        timestamp: recordedTime(index * 30).slice(0, 23),
        value: 1000 + perScrape * index,
        service_name: 'orders',
        namespace: 'shop',
        bucket_le: bound,
        tags: pythonMap({ le: bound, span_kind: kind, status_code: status }),
        metric_type: 'duration_p95',
        status_code: status,
      }))
    const rows = [
      ...bucket('10.0', 30, 'STATUS_CODE_UNSET', 'SPAN_KIND_SERVER'),
      ...bucket('100.0', 57, 'STATUS_CODE_UNSET', 'SPAN_KIND_SERVER'),
      ...bucket('+Inf', 57, 'STATUS_CODE_UNSET', 'SPAN_KIND_SERVER'),
      ...bucket('10.0', 3, 'STATUS_CODE_ERROR', 'SPAN_KIND_SERVER'),
      ...bucket('100.0', 3, 'STATUS_CODE_ERROR', 'SPAN_KIND_SERVER'),
      ...bucket('+Inf', 3, 'STATUS_CODE_ERROR', 'SPAN_KIND_SERVER'),
      ...bucket('+Inf', 900, 'STATUS_CODE_UNSET', 'SPAN_KIND_CLIENT'),
    ]
    const dir = snapshotFolder({ 'metrics/service_orders_raw.tsv': tsv(SERVICE_COLUMNS, rows) })

    const reading = await ask(dir, { kind: 'series', ...GRID })

    const valueOf = (meaning: string) => (isAnswered(reading) ? reading.rows.find((row) => row.meaning === meaning)?.values[1] : null)
    expect(valueOf('requests_per_second')).toBeCloseTo(2)
    expect(valueOf('errors_per_second')).toBeCloseTo(0.1)
    expect(valueOf('error_ratio')).toBeCloseTo(0.05)
    expect(valueOf('latency_ms')).toBeCloseTo(10 + (90 * (57 - 33)) / 27)
  })

  it('reads files whose header lacks the column of errors beside those that have it', async () => {
    const row = { metric_name: 'up', timestamp: recordedTime(0).slice(0, 23), value: 1, namespace: 'shop', tags: '{}' }
    const dir = snapshotFolder({
      'metrics/service_a_raw.tsv': tsv(SERVICE_COLUMNS.slice(0, -1), [{ ...row, service_name: 'a' }]),
      'metrics/service_b_raw.tsv': tsv(SERVICE_COLUMNS, [{ ...row, service_name: 'b' }]),
    })

    const reading = withoutMissing(await ask(dir, { kind: 'series', ...GRID }))

    expect(reading).toMatchObject({
      problems: [],
      rows: [{ locator: 'metrics/service_a_raw.tsv#2' }, { locator: 'metrics/service_b_raw.tsv#2' }],
    })
  })
})
