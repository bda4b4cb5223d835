import { describe, expect, it } from 'vitest'
import type { Ask, HttpAnswer, HttpRequest } from '../../../../src/telemetry/http/ask.ts'
import { checkPrometheus } from '../../../../src/telemetry/live/prometheus/check.ts'
import { success, vector } from './scripted-prometheus.ts'

const NOW = new Date('2026-05-27T14:00:00Z')
const MINUTE = NOW.getTime() / 1000

interface Told {
  readonly names?: readonly string[]
  readonly covered?: number
  readonly newest?: number
  readonly rules?: readonly object[]
  readonly buildInfo?: object
  readonly date?: Date
}

function answerOf(
  { names = ['up'], covered = 60, newest = 10, rules = [], buildInfo = { version: '3.13.0', goVersion: 'go1.26' } }: Told,
  request: HttpRequest,
): HttpAnswer {
  const expression = request.parameters?.find(([name]) => name === 'query')?.[1] ?? ''
  if (request.path.startsWith('/api/v1/label/')) return success(names)
  if (request.path === '/api/v1/status/buildinfo') return success(buildInfo)
  if (request.path === '/api/v1/rules') return success({ groups: [{ name: 'g', rules }] })
  if (request.path === '/api/v1/query_range') {
    const values = Array.from({ length: covered }, (_, index) => [MINUTE - index * 60, '1'])
    return success({ resultType: 'matrix', result: covered === 0 ? [] : [{ metric: {}, values }] })
  }
  if (expression.startsWith('max(timestamp')) return vector([{}, MINUTE - newest])
  return expression === 'vector(1)' ? vector([{}, 1]) : vector([{ part: 'groups0' }, 12])
}

async function check(told: Told) {
  const ask: Ask = (request) => {
    const answer = answerOf(told, request)
    return Promise.resolve(answer.ending === 'ok' ? { ...answer, date: told.date ?? null } : answer)
  }
  const { findings } = await checkPrometheus(ask, new AbortController().signal, NOW)
  return findings
}

function stated(state: 'ok' | 'warning' | 'missing' | 'failed', what: string) {
  return expect.objectContaining({ state, what: expect.stringContaining(what) })
}

describe('telemetry/live/prometheus/check', () => {
  it('finds a server in order with all that it holds', async () => {
    const rules = [{ type: 'alerting', name: 'A', health: 'ok' }]

    expect(await check({ names: ['up', 'istio_requests_total'], rules, date: NOW })).toEqual([
      stated('ok', 'it answers: Prometheus 3.13.0'),
      stated('ok', 'services that count what they are asked: 12 in Istio, as the called sidecar saw it'),
      stated('missing', 'calls between services'),
      stated('ok', 'containers, objects, nodes and exporters: 1 of'),
      stated('ok', 'the last hour is covered'),
      stated('ok', 'its newest sample is 10 s old'),
      stated('ok', '1 alerting rules, 1 of which evaluate'),
    ])
  })

  it.each<readonly [Told, ReturnType<typeof stated>]>([
    [{ names: [] }, stated('missing', 'services that count what they are asked: no metric')],
    [{ covered: 40 }, stated('warning', '20 minutes of the last hour have no sample of up')],
    [{ newest: 400 }, stated('warning', 'its newest sample is 400 s old')],
    [{ rules: [] }, stated('missing', 'it evaluates no alerting rules')],
    [
      { rules: [{ type: 'alerting', name: 'A', health: 'err', lastError: 'bad join' }] },
      stated('warning', '"A" does not evaluate: bad join'),
    ],
    [{ buildInfo: { version: '2.24.0' } }, stated('ok', 'VictoriaMetrics')],
    [{ buildInfo: { version: '3.1', application: 'Grafana Mimir', goVersion: 'go1' } }, stated('ok', 'Grafana Mimir 3.1')],
    [{ date: new Date(NOW.getTime() + 90_000) }, stated('warning', '90 s ahead')],
  ])('says of %o what is the matter', async (told, finding) => {
    expect(await check(told)).toContainEqual(finding)
  })

  it('ends at once where the server does not answer', async () => {
    const ask: Ask = () => Promise.resolve({ ending: 'error', code: 'telemetry_failed', why: 'connection refused', status: null, body: '' })

    expect((await checkPrometheus(ask, new AbortController().signal, NOW)).findings).toEqual([stated('failed', 'connection refused')])
  })
})
