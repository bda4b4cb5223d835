import { describe, expect, it } from 'vitest'
import { ask, at, iso, snapshotFolder } from './fixture.ts'

function listing(minute: number): string {
  return `alerts/alerts_at_2026-05-27T14-${String(minute).padStart(2, '0')}-00.000000.json`
}

function alert(name: string, options: { readonly since: number; readonly labels?: Readonly<Record<string, string>> }) {
  const labels = { alertname: name, severity: 'warning', ...options.labels }
  return {
    labels,
    annotations: { summary: `${name} fires` },
    state: 'firing',
    activeAt: iso(options.since).replace('Z', '.123456789Z'),
    value: '2.5e-01',
  }
}

const ERRORS = { since: 60, labels: { namespace: 'shop', service_name: 'orders' } }

describe('telemetry/snapshot/alerts', () => {
  it('makes one row of an alert that repeats in every listing', async () => {
    const dir = snapshotFolder({
      [listing(1)]: JSON.stringify([alert('RequestErrorRate', ERRORS)]),
      [listing(2)]: JSON.stringify([alert('RequestErrorRate', ERRORS)]),
    })

    const reading = await ask(dir, { kind: 'alerts' })

    expect(reading).toMatchObject({
      status: 'ok',
      rows: [
        {
          name: 'RequestErrorRate',
          entity: 'shop/Service/orders',
          state: 'firing',
          endsAt: null,
          value: 0.25,
          summary: 'RequestErrorRate fires',
          locator: `${listing(1)}#1`,
        },
      ],
    })
    expect(reading.status === 'ok' && reading.rows[0]?.startsAt).toEqual(new Date('2026-05-27T14:01:00.123Z'))
  })

  it('gives each flap its own row, ended when it was last listed', async () => {
    const dir = snapshotFolder({
      [listing(1)]: JSON.stringify([alert('RequestErrorRate', ERRORS)]),
      [listing(2)]: JSON.stringify([]),
      [listing(5)]: JSON.stringify([alert('RequestErrorRate', { ...ERRORS, since: 290 })]),
    })

    const reading = await ask(dir, { kind: 'alerts' })

    expect(reading).toMatchObject({
      rows: [
        { state: 'resolved', endsAt: at(60) },
        { state: 'firing', endsAt: null },
      ],
    })
  })

  it('does not end an alert because a filtered listing lacks it', async () => {
    const filtered = { status: 'success', timestamp: iso(200), data: { alerts: [alert('RequestErrorRate', ERRORS)] } }
    const dir = snapshotFolder({
      [listing(1)]: JSON.stringify([alert('Watchdog', { since: -900 }), alert('RequestErrorRate', ERRORS)]),
      'alerts/alerts_in_alerting_state_2026-05-27T140320.000000Z.json': JSON.stringify(filtered),
    })

    const reading = await ask(dir, { kind: 'alerts' })

    expect(reading.status === 'ok' && reading.rows.map(({ name, state }) => [name, state])).toEqual([
      ['Watchdog', 'firing'],
      ['RequestErrorRate', 'firing'],
    ])
  })

  it('finds a loose file in the root and leaves pending alerts out', async () => {
    const pending = { ...alert('HighRequestLatency', ERRORS), state: 'pending' }
    const dir = snapshotFolder({ 'alerts.json': JSON.stringify({ alerts: [pending, alert('HighRequestErrorRate', ERRORS)] }) })

    const reading = await ask(dir, { kind: 'alerts' })

    expect(reading).toMatchObject({ rows: [{ name: 'HighRequestErrorRate', locator: 'alerts.json#2' }] })
  })

  it('names a listing that is cut and an entry that is no alert, and uses the rest', async () => {
    const dir = snapshotFolder({
      [listing(1)]: '[{"labels": {"alertna',
      [listing(2)]: JSON.stringify([7, alert('RequestErrorRate', ERRORS)]),
    })

    const reading = await ask(dir, { kind: 'alerts' })

    expect(reading).toMatchObject({
      status: 'incomplete',
      rows: [{ name: 'RequestErrorRate' }],
      problems: [
        { where: listing(1), record: null },
        { where: listing(2), record: 1 },
      ],
    })
  })
})
