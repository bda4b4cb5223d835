import { describe, expect, it } from 'vitest'
import { ACCESS_FIELDS } from '../../../src/telemetry/log-lines/access-fields.ts'
import { ACCESS_FORMS } from '../../../src/telemetry/log-lines/access-forms.ts'
import { accessLineIn } from '../../../src/telemetry/log-lines/access-log.ts'
import { readLogLines } from '../../../src/telemetry/log-lines/read-log-lines.ts'

/** What the examples of each form say: status, and how long it took in milliseconds. */
const SAID: Readonly<Record<string, readonly (readonly [status: number, durationMs: number | null])[]>> = {
  Envoy: [
    [503, 12],
    [200, 12],
  ],
  'nginx with its own time': [
    [200, 12],
    [200, 12],
  ],
  'ingress-nginx': [[200, 12]],
  Traefik: [[200, 12]],
  common: [
    [200, null],
    [304, null],
    [200, null],
    [500, null],
  ],
  chi: [[200, 12.3]],
  HAProxy: [[200, 12]],
  gin: [
    [200, 12.345678],
    [200, 12.3],
  ],
  morgan: [
    [200, 12.345],
    [200, 12.345],
    [200, 12.345],
    [500, 12],
  ],
}
const TOOK: Readonly<Record<string, number>> = { lograge: 12.34, 'Kubernetes API server': 12.3 }

const COMBINED = '10.0.0.1 - - [12/May/2026:12:00:00 +0000]'

function accessIn(line: string) {
  const [record] = readLogLines([line], { where: 'log', startedAt: null, endedAt: null }).records
  return record === undefined ? null : accessLineIn(record)
}

describe('telemetry/log-lines/access-log', () => {
  it.each(ACCESS_FORMS.map((form) => [form.name, form] as const))('reads every example of %s', (name, { examples }) => {
    const read = examples.map(accessIn)

    expect(read.map((call) => call && [call.status, call.durationMs])).toEqual(SAID[name])
    expect(read.every((call) => call?.path === '/cart')).toBe(true)
  })

  it.each(ACCESS_FIELDS.map((form) => [form.name, form] as const))('reads the fields of %s', (name, { example }) => {
    const read = accessIn(example)

    expect(read).toMatchObject({ status: 200, path: name === 'Kubernetes API server' ? '/apis/apps/v1/deployments' : '/cart' })
    expect(read?.durationMs).toBeCloseTo(TOOK[name] ?? 12)
  })

  it('reads a line behind what carried it, its time and its level', () => {
    const lines = [
      `2026-05-12T12:00:00.123456789Z ${COMBINED} "GET /cart HTTP/1.1" 200 12 "-" "okhttp/4" rt=0.012`,
      '2026-05-12T12:00:00.123+00:00  INFO 1 --- [cart] [exec-1] e.c.Cart    : GET /cart 200 in 12 ms',
      '2026-05-12T12:00:00Z INFO served {"method":"GET","path":"/cart","status":200,"latency":"12ms"}',
      'I0512 12:00:00.123456       1 serve.go:94] "Request served" path=/cart status=200 latency=12ms',
    ]

    expect(lines.map((line) => accessIn(line)?.durationMs)).toEqual([12, 12, 12, 12])
  })

  it('dates a line of fields that has neither level nor message', () => {
    const line = '{"time_iso8601":"2026-05-12T12:00:00+00:00","request_uri":"/cart","status":"200","request_time":"0.012"}'

    expect(readLogLines([line], { where: 'log', startedAt: null, endedAt: null }).records[0]?.at).toEqual(new Date('2026-05-12T12:00:00Z'))
  })

  it('takes no duration of which nobody says the unit, and none of a connection that was handed over', () => {
    const lines = [
      '{"msg":"request","method":"GET","path":"/cart","status":200,"duration":0.012}',
      `${COMBINED} "GET /feed HTTP/1.1" 101 12 "-" "okhttp/4" rt=904.512`,
    ]

    expect(lines.map((line) => accessIn(line)?.durationMs)).toEqual([null, null])
  })

  it('leaves out probes and scrapes', () => {
    const lines = [
      `${COMBINED} "GET /cart HTTP/1.1" 200 2 "-" "kube-probe/1.36"`,
      `${COMBINED} "GET /readyz?verbose HTTP/1.1" 500 2 "-" "curl/8"`,
      '{"msg":"request","path":"/metrics","status":200,"duration_ms":1}',
      'GET /healthz 200 1 ms - 2',
    ]

    expect(lines.map(accessIn)).toEqual([null, null, null, null])
    expect(accessIn(`${COMBINED} "GET /healthy-meals HTTP/1.1" 200 2`)).not.toBeNull()
  })

  it('takes for no call served what a caller writes, and what only speaks of one', () => {
    const lines = [
      'GET http://quotes:8080/quote 503 in 12 ms',
      '{"msg":"call failed","url":"http://quotes:8080/quote","status":503,"duration_ms":12}',
      'backlog is full (6 waiting), refusing GET /cart with 503',
      '{"level":"error","msg":"no stock","path":"/cart","status":500}',
      'GET /cart 500',
    ]

    expect(lines.map(accessIn)).toEqual([null, null, null, null, null])
  })

  it('tells what a sidecar asked of others', () => {
    const line = '"GET /quote HTTP/1.1" 200 - via_upstream - "-" 0 512 12 11 "-" "-" "0a" "quotes" "10.0.0.7:8080" outbound|8080||quotes'

    expect(accessIn(line)).toMatchObject({ isMade: true })
  })
})
