import { describe, expect, it } from 'vitest'
import { ask, at, kubernetesRow, logRow, RECORD_COLUMNS, resource, snapshotFolder, spans, tsv, withoutMissing } from './fixture.ts'

const SPAN = { id: 'a', service: 'orders', kind: 'Server', durationMs: 5 } as const

function deploymentIn(namespace: string) {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x', namespace, resourceVersion: '1' } }
  return { ...kubernetesRow(100, 'deployments', object), ResourceAttributes: `{'k8s.namespace.name': '${namespace}'}` }
}

describe('telemetry/snapshot/overview', () => {
  it('covers all files and names the namespaces of applications, not those of the platform or the recording', async () => {
    const dir = snapshotFolder({
      'otel_traces_raw.tsv': spans([{ ...SPAN, seconds: 5 }]),
      'otel_logs_raw.tsv': tsv(RECORD_COLUMNS, [logRow(590, 'orders', { body: 'x' })]),
      'k8s_objects_raw.tsv': tsv(
        RECORD_COLUMNS,
        ['shop', 'billing', 'kube-system', 'data-recorders', 'prometheus', 'ingress-nginx'].map(deploymentIn),
      ),
    })

    const reading = withoutMissing(await ask(dir, { kind: 'overview' }))

    expect(reading).toMatchObject({
      status: 'ok',
      rows: [{ from: at(5), to: at(590), scopes: ['billing', 'shop'], reported: null }],
      problems: [],
    })
  })

  it('does not let a record with a wrong clock stretch the period, and names it', async () => {
    const good = [1, 2, 3].map((seconds) => ({ ...SPAN, id: `s${seconds}`, seconds }))
    const text = spans([{ ...SPAN, id: 'old', seconds: 0 }, ...good]).replace('2026-05-27 14:00:00.000', '1970-01-01 00:00:07.000')
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': text })

    const reading = withoutMissing(await ask(dir, { kind: 'overview' }))

    expect(reading).toMatchObject({ rows: [{ from: at(1), to: at(3) }], problems: [{ where: 'otel_traces_raw.tsv', record: 2 }] })
    expect(JSON.stringify(reading)).toContain('1970-01-01T00:00:07.000Z')
  })

  it('does not let a whole file with a wrong clock stretch the period', async () => {
    const logs = tsv(RECORD_COLUMNS, [logRow(1, 'orders', { body: 'x' })]).replaceAll('2026-05-27', '2031-05-27')
    const events = tsv(RECORD_COLUMNS, [
      kubernetesRow(9, 'events', { object: { involvedObject: { kind: 'Pod', name: 'a' } }, type: 'ADDED' }),
    ])
    const dir = snapshotFolder({
      'otel_traces_raw.tsv': spans([{ ...SPAN, seconds: 5 }]),
      'otel_logs_raw.tsv': logs,
      'k8s_events_raw.tsv': events,
    })

    const reading = withoutMissing(await ask(dir, { kind: 'overview' }))

    expect(reading).toMatchObject({ rows: [{ from: at(5), to: at(9) }], problems: [{ where: 'logs' }] })
  })

  it('reads the layout of the recorder itself and not its smaller twin', async () => {
    const dir = snapshotFolder({
      'raw/otel_traces_raw.tsv': spans([{ ...SPAN, seconds: 5 }]),
      'lite/otel_traces_raw.tsv': spans([{ ...SPAN, seconds: 50 }]),
    })

    const reading = await ask(dir, { kind: 'service_calls', window: { start: at(0), end: at(60) }, stepSeconds: 60 })

    expect(reading).toMatchObject({ rows: [{ locator: 'raw/otel_traces_raw.tsv#2', counts: [1] }] })
  })

  it('reads Go-era times and maps', async () => {
    const text = spans([{ ...SPAN, seconds: 5 }])
      .replace('2026-05-27 14:00:05.000000000', '2026-05-27 14:00:05.25 +0000 UTC')
      .replace(resource('orders'), 'map[k8s.namespace.name:shop k8s.pod.name:orders-1 service.name:orders]')
    const dir = snapshotFolder({ 'otel_traces_raw.tsv': text })

    const reading = withoutMissing(await ask(dir, { kind: 'overview' }))

    expect(reading).toMatchObject({ rows: [{ from: at(5.25), scopes: ['shop'] }], problems: [] })
  })
})
