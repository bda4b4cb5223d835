import { describe, expect, it } from 'vitest'
import type { HttpAnswer } from '../../../../src/telemetry/http/ask.ts'
import { scripted, success, WINDOW } from './scripted-prometheus.ts'

const NAMES = ['ALERTS', 'ALERTS_FOR_STATE']
const LABELS = { alertname: 'PaymentsFail', severity: 'page', namespace: 'shop' }
const START = WINDOW.start.getTime() / 1000
/** The moments at which history is asked: every 15 s, both ends included. */
const LAST = WINDOW.end.getTime() / 1000

/** An alert that fired from one second of the window to another, active since a moment before. */
function fired(
  labels: Readonly<Record<string, string>>,
  spans: readonly { readonly since: number; readonly from: number; readonly to: number }[],
): HttpAnswer {
  const values = spans.flatMap(({ since, from, to }) =>
    Array.from({ length: (to - from) / 15 + 1 }, (_, index) => [START + from + index * 15, String(START + since)]),
  )
  return success({ resultType: 'matrix', result: [{ metric: labels, values }] })
}

function rules(...own: readonly Readonly<Record<string, unknown>>[]): HttpAnswer {
  return success({ groups: [{ name: 'shop', interval: 15, rules: own.map((rule) => ({ type: 'alerting', health: 'ok', ...rule })) }] })
}

const RULE = { name: 'PaymentsFail', annotations: { summary: 'payments of {{ $labels.namespace }} fail at {{ $value }}' } }

describe('telemetry/live/prometheus/read-alerts', () => {
  it('makes one row of each time an alert fired', async () => {
    const range = () =>
      fired(LABELS, [
        { since: 60, from: 120, to: 240 },
        { since: 405, from: 465, to: LAST - START },
      ])

    const reading = await scripted({ names: NAMES, range, rules: rules(RULE) }).read({ kind: 'alerts' })

    expect(reading).toMatchObject({
      status: 'ok',
      rows: [
        { startsAt: new Date((START + 60) * 1000), endsAt: new Date((START + 240) * 1000), state: 'resolved', value: null },
        { startsAt: new Date((START + 405) * 1000), endsAt: null, state: 'firing', summary: 'payments of shop fail at {{ $value }}' },
      ],
    })
  })

  it('says of an active alert what the server says', async () => {
    const active = {
      labels: LABELS,
      annotations: { summary: 'payments fail at 25 %' },
      state: 'firing',
      activeAt: '2026-05-27T13:01:00Z',
      value: '2.5e-01',
    }
    const range = () => fired(LABELS, [{ since: 60, from: 120, to: LAST - START }])

    const reading = await scripted({ names: NAMES, range, rules: rules({ ...RULE, alerts: [active] }) }).read({ kind: 'alerts' })

    expect(reading).toMatchObject({ rows: [{ summary: 'payments fail at 25 %', value: 0.25 }] })
  })

  it.each([
    [{ service_name: 'payments', namespace: 'shop', pod: 'collector-1' }, 'shop/Service/payments'],
    [{ deployment: 'payments', namespace: 'shop', service: 'kube-state-metrics' }, 'shop/Deployment/payments'],
    [{ service: 'payments', namespace: 'shop' }, 'shop/Service/payments'],
    [{ namespace: 'shop' }, '_cluster/Namespace/shop'],
    [{ severity: 'none' }, null],
  ])('takes an alert with %o to be about %s', async (labels, entity) => {
    const range = () => fired({ alertname: 'Any', ...labels }, [{ since: 60, from: 120, to: 240 }])

    expect(await scripted({ names: NAMES, range, rules: rules(RULE) }).read({ kind: 'alerts' })).toMatchObject({ rows: [{ entity }] })
  })

  it('knows that nothing fired only where rules are evaluated', async () => {
    const read = async (answer: HttpAnswer, buildInfo?: HttpAnswer) =>
      scripted({ names: [], rules: answer, ...(buildInfo ? { buildInfo } : {}) }).read({ kind: 'alerts' })

    expect(await read(rules(RULE))).toMatchObject({ status: 'no_data', why: 'no alert was firing in this window' })
    expect(await read(rules())).toMatchObject({ status: 'unknown', why: expect.stringContaining('no alerting rule is loaded') })
    expect(await read(rules(), success({}))).toMatchObject({ status: 'unknown', why: expect.stringContaining('nobody evaluates') })
    expect(await read(rules(), success({ version: '2.24.0' }))).toMatchObject({
      status: 'unknown',
      why: expect.stringContaining('nobody evaluates'),
    })
  })

  it.each([
    [
      { health: 'err', lastError: 'many-to-many matching not allowed' },
      'the alert rule "PaymentsFail" does not evaluate: many-to-many matching not allowed',
    ],
    [{ health: 'unknown' }, 'the alert rule "PaymentsFail" was not evaluated yet'],
  ])('does not take a rule with %o for one that is quiet', async (health, what) => {
    const reading = await scripted({ names: [], rules: rules({ ...RULE, ...health }) }).read({ kind: 'alerts' })

    expect(reading).toMatchObject({ status: 'incomplete', rows: [], problems: [{ where: 'metrics', what }] })
  })

  it('tells alerts without the words of rules that may not be read', async () => {
    const range = () => fired(LABELS, [{ since: 60, from: 120, to: 240 }])
    const denied = { ending: 'forbidden', code: 'telemetry_denied', why: 'not allowed', status: 403, body: '' } as const

    expect(await scripted({ names: NAMES, range, rules: denied }).read({ kind: 'alerts' })).toMatchObject({
      status: 'incomplete',
      rows: [{ name: 'PaymentsFail', summary: '' }],
      problems: [{ what: 'the words of the rules are not known: not allowed' }],
    })
    expect(await scripted({ names: [], rules: denied }).read({ kind: 'alerts' })).toMatchObject({ status: 'forbidden' })
  })
})
