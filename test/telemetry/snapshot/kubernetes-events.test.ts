import { describe, expect, it } from 'vitest'
import { ask, at, iso, kubernetesRow, RECORD_COLUMNS, snapshotFolder, tsv } from './fixture.ts'

const POD = { kind: 'Pod', namespace: 'shop', name: 'orders-1' }

function bothCopies(seconds: number, options: { readonly uid: string; readonly count: number; readonly type?: string }) {
  const { uid, count, type = 'ADDED' } = options
  const metadata = { name: `orders-1.${uid}`, uid, namespace: 'shop' }
  const v1 = {
    metadata,
    involvedObject: POD,
    reason: 'BackOff',
    message: 'Back-off pulling image',
    type: 'Warning',
    count,
    firstTimestamp: iso(10),
    lastTimestamp: iso(seconds),
    eventTime: null,
  }
  const newer = {
    metadata,
    regarding: POD,
    reason: 'BackOff',
    note: 'Back-off pulling image',
    type: 'Warning',
    deprecatedCount: count,
    deprecatedFirstTimestamp: iso(10),
    deprecatedLastTimestamp: iso(seconds),
    eventTime: null,
  }
  return [kubernetesRow(seconds, 'events', { object: newer, type }), kubernetesRow(seconds, 'events', { object: v1, type })]
}

describe('telemetry/snapshot/kubernetes-events', () => {
  it('counts both API copies and later updates of an event as one', async () => {
    const rows = [...bothCopies(20, { uid: 'a', count: 1 }), ...bothCopies(80, { uid: 'a', count: 4, type: 'MODIFIED' })]
    const dir = snapshotFolder({ 'k8s_events_raw.tsv': tsv(RECORD_COLUMNS, rows) })

    const reading = await ask(dir, { kind: 'kubernetes_events' })

    expect(reading).toMatchObject({
      status: 'ok',
      problems: [],
      rows: [
        {
          entity: 'shop/Pod/orders-1',
          reason: 'BackOff',
          severity: 'Warning',
          count: 4,
          firstAt: at(10),
          lastAt: at(80),
          locator: 'k8s_events_raw.tsv#2',
        },
      ],
    })
  })

  it('does not take the expiry of an old event for an occurrence', async () => {
    const rows = [...bothCopies(20, { uid: 'old', count: 9, type: 'DELETED' }), ...bothCopies(30, { uid: 'new', count: 1 })]
    const dir = snapshotFolder({ 'k8s_events_raw.tsv': tsv(RECORD_COLUMNS, rows) })

    const reading = await ask(dir, { kind: 'kubernetes_events' })

    expect(reading.status === 'ok' && reading.rows.map(({ count }) => count)).toEqual([1])
  })

  it('delivers events of chaos experiments and of cluster-scoped objects', async () => {
    const chaos = {
      metadata: { uid: 'c' },
      involvedObject: { kind: 'NetworkChaos', namespace: 'chaos-mesh', name: 'delay-x7k2p' },
      reason: 'Applied',
      message: 'Successfully apply chaos for shop/orders-1',
      type: 'Normal',
      eventTime: iso(40),
    }
    const node = {
      metadata: { uid: 'n' },
      involvedObject: { kind: 'Node', name: 'i-01' },
      reason: 'NodeNotReady',
      type: 'Warning',
      lastTimestamp: iso(50),
    }
    const rows = [chaos, node].map((object, index) => kubernetesRow(60 + index, 'events', { object, type: 'ADDED' }))
    const dir = snapshotFolder({ 'k8s_events_raw.tsv': tsv(RECORD_COLUMNS, rows) })

    const reading = await ask(dir, { kind: 'kubernetes_events' })

    expect(reading.status === 'ok' && reading.rows.map(({ entity }) => entity)).toEqual([
      'chaos-mesh/NetworkChaos/delay-x7k2p',
      '_cluster/Node/i-01',
    ])
  })

  it('reads the processed variant, which has columns instead of a body', async () => {
    const columns = ['timestamp', 'namespace', 'object_kind', 'object_name', 'event_time', 'reason', 'message']
    const row = {
      timestamp: '2026-05-27 14:00:30',
      namespace: 'shop',
      object_kind: 'Pod',
      object_name: 'orders-1',
      event_time: iso(25),
      reason: 'Killing',
      message: 'Stopping container',
    }
    const dir = snapshotFolder({ 'k8s_events_shop.tsv': tsv(columns, [row]) })

    const reading = await ask(dir, { kind: 'kubernetes_events' })

    expect(reading).toMatchObject({ rows: [{ entity: 'shop/Pod/orders-1', reason: 'Killing', lastAt: at(25) }] })
  })

  it('names a record whose body is no event and uses the others', async () => {
    const rows = [{ ...kubernetesRow(10, 'events', {}), Body: '{"object": {"reason": "Kil' }, ...bothCopies(20, { uid: 'a', count: 1 })]
    const dir = snapshotFolder({ 'k8s_events_raw.tsv': tsv(RECORD_COLUMNS, rows) })

    const reading = await ask(dir, { kind: 'kubernetes_events' })

    expect(reading).toMatchObject({
      status: 'incomplete',
      problems: [{ where: 'k8s_events_raw.tsv', record: 2 }],
      rows: [{ reason: 'BackOff', locator: 'k8s_events_raw.tsv#3' }],
    })
  })
})
