import net from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import type { AllowedRequest } from '../../../src/telemetry/http/allowed.ts'
import type { HttpRequest } from '../../../src/telemetry/http/ask.ts'
import { openHttp, type HttpReader, type HttpSource } from '../../../src/telemetry/http/open-http.ts'
import { FAULT_PROXY_CA, FaultProxy, type Fault } from '../../support/fault-proxy.ts'

const ALLOWED: readonly AllowedRequest[] = [
  { method: 'GET', path: '/things', reads: 'things' },
  { method: 'GET', path: '/things/{name}/log', reads: 'the log of one' },
  { method: 'POST', path: '/query', reads: 'an answer' },
]
const THINGS: HttpRequest = { method: 'GET', path: '/things' }
const TOKEN = 'Bearer not-to-be-shown-0123456789'

let server: FaultProxy
const opened: HttpReader[] = []

beforeEach(async () => {
  server = await FaultProxy.open()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((reader) => reader.close()))
  await server.close()
})

function open(source: Partial<HttpSource> = {}): HttpReader {
  const reader = openHttp({ name: 'metrics', address: server.url, allowed: ALLOWED, limits: { retries: 0 }, ...source })
  opened.push(reader)
  return reader
}

const ask = (reader: HttpReader, request = THINGS, signal = new AbortController().signal) => reader.ask(request, signal)

describe('what may be asked', () => {
  it.each<HttpRequest>([
    { method: 'GET', path: '/secrets' },
    { method: 'POST', path: '/things' },
    { method: 'GET', path: '/things/a/b/log' },
    { method: 'GET', path: '/things//log' },
    { method: 'GET', path: '/things/../log' },
    { method: 'GET', path: '/things/%2e%2e/log' },
    { method: 'GET', path: '/things/a%2Flog/log' },
    { method: 'GET', path: '/things/a%3Fwatch/log' },
    { method: 'GET', path: '/things/%zz/log' },
  ])('$method $path is in no table, and is never sent', async (request) => {
    const answer = await ask(open(), request)
    expect(answer).toMatchObject({ ending: 'error', code: 'telemetry_denied', status: null })
    expect(server.seen).toEqual([])
  })

  it('sends what the table allows, with its parameters, below the path of the address', async () => {
    server.fail({ kind: 'answer', body: '{"a":1}' })
    const reader = open({ address: `${server.url}/prefix/`, headers: { 'x-scope-orgid': 'shop' } })
    const answer = await ask(reader, {
      method: 'GET',
      path: '/things/cart-1/log',
      parameters: [
        ['match[]', 'a{b="c"}'],
        ['match[]', 'd'],
      ],
    })
    expect(answer).toMatchObject({ ending: 'ok', body: '{"a":1}', isCut: false })
    expect(server.seen[0]?.url).toBe('/prefix/things/cart-1/log?match%5B%5D=a%7Bb%3D%22c%22%7D&match%5B%5D=d')
    expect(server.seen[0]?.headers['x-scope-orgid']).toBe('shop')
  })

  it('sends the parameters of a POST as a form, or its body as JSON', async () => {
    const reader = open()
    await ask(reader, { method: 'POST', path: '/query', parameters: [['query', 'up == 0']] })
    await ask(reader, { method: 'POST', path: '/query', json: { spec: { namespace: 'shop' } } })
    expect(server.seen.map(({ url, body, headers }) => [url, body, headers['content-type']])).toEqual([
      ['/query', 'query=up+%3D%3D+0', 'application/x-www-form-urlencoded'],
      ['/query', '{"spec":{"namespace":"shop"}}', 'application/json'],
    ])
  })
})

describe('how an answer ends', () => {
  it.each([
    [401, 'forbidden', 'does not accept the credentials (401)'],
    [403, 'forbidden', 'does not let these credentials read it (403)'],
    [404, 'unknown', 'knows nothing under this address (404)'],
    [400, 'error', 'did not understand the question (400)'],
    [429, 'error', 'is asked too often (429)'],
    [500, 'error', 'failed (500)'],
    [503, 'error', 'is not available (503)'],
  ] as const)('%i is %s, with what the server said', async (status, ending, words) => {
    server.fail({ kind: 'answer', status, body: '{"error":"why"}' })
    const answer = await ask(open())
    expect(answer).toMatchObject({ ending, status, body: '{"error":"why"}' })
    expect('why' in answer && answer.why).toContain(words)
  })

  it.each<[string, Fault]>([
    [
      'a login page',
      { kind: 'answer', body: '<!doctype html><title>Sign in</title>', headers: { 'content-type': 'text/html; charset=utf-8' } },
    ],
    ['a page that calls itself something else', { kind: 'answer', body: '\n <html>', headers: { 'content-type': 'text/plain' } }],
  ])('%s with status 200 is an error that says so', async (_, fault) => {
    server.fail(fault)
    expect(await ask(open())).toMatchObject({
      ending: 'error',
      why: expect.stringContaining('answered with a web page instead of data') as string,
    })
  })

  it('follows no redirect, and asks no other host', async () => {
    const other = await FaultProxy.open()
    server.fail({ kind: 'answer', status: 302, body: '', headers: { location: `${other.url}/login?token=x` } })
    const answer = await ask(open())
    expect(answer).toMatchObject({ ending: 'error', status: 302, why: expect.stringContaining(`to 127.0.0.1:${other.port}`) as string })
    expect(JSON.stringify(answer)).not.toContain('token=x')
    expect(other.seen).toEqual([])
    await other.close()
  })

  it('an answer that is cut in the middle is an error', async () => {
    server.fail({ kind: 'cut' })
    expect(await ask(open())).toMatchObject({ ending: 'error', why: expect.stringContaining('was cut') as string })
  })

  it('tells the clock of the source', async () => {
    const date = new Date('2026-12-01T01:02:03Z')
    server.fail({ kind: 'answer', body: '{}', headers: { date: date.toUTCString() } })
    expect(await ask(open())).toMatchObject({ ending: 'ok', date })
  })
})

describe('limits', () => {
  it('data that is longer than its limit is an error, a text is cut there', async () => {
    server.fail({ kind: 'answer', body: JSON.stringify('x'.repeat(5000)) })
    const reader = open({ limits: { retries: 0, maxBytes: 1000 } })
    expect(await ask(reader)).toMatchObject({ ending: 'error', why: expect.stringContaining('longer than 1000 bytes') as string })
    const text = await ask(reader, { ...THINGS, expects: 'text' })
    expect(text).toMatchObject({ ending: 'ok', isCut: true })
    expect('body' in text && text.body.length).toBe(1000)
  })

  it('counts the bytes of a packed answer unpacked', async () => {
    server.fail({ kind: 'gzip', body: JSON.stringify('x'.repeat(100_000)) })
    expect(await ask(open({ limits: { retries: 0, maxBytes: 10_000 } }))).toMatchObject({ ending: 'error' })
    expect(await ask(open())).toMatchObject({ ending: 'ok', isCut: false })
  })

  it('sends again after a listed status, as often as it may', async () => {
    server.fail((_, index) => (index < 2 ? { kind: 'answer', status: 503, body: '' } : { kind: 'answer', body: '{"third":true}' }))
    expect(await ask(open({ limits: { retries: 2 } }))).toMatchObject({ ending: 'ok', body: '{"third":true}' })
    server.fail({ kind: 'answer', status: 500, body: '' })
    await ask(open({ limits: { retries: 2 } }))
    expect(server.seen).toHaveLength(4)
  })

  it('waits no longer than its limit', async () => {
    server.fail({ kind: 'silent' })
    expect(await ask(open({ limits: { retries: 0, timeoutMs: 50 } }))).toMatchObject({ ending: 'error', code: 'telemetry_timeout' })
  })

  it('ends when nobody waits any more, in the queue too', async () => {
    server.fail({ kind: 'silent' })
    const reader = open({ limits: { retries: 0, concurrency: 1 } })
    const stopping = new AbortController()
    const answers = [ask(reader, THINGS, stopping.signal), ask(reader, THINGS, stopping.signal)]
    await expect.poll(() => server.waiting).toBe(1)
    stopping.abort()
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ ending: 'error', code: 'telemetry_timeout' })
    await expect.poll(() => server.waiting).toBe(0)
  })

  it('lets no more wait than it may', async () => {
    server.fail({ kind: 'silent' })
    const reader = open({ limits: { retries: 0, concurrency: 1, waiting: 2 } })
    const answers = [1, 2, 3].map(() => ask(reader))
    expect(await ask(reader)).toMatchObject({ ending: 'error', why: '2 requests wait for metrics already, its limit' })
    for (const _ of answers) {
      await expect.poll(() => server.waiting).toBe(1)
      server.release()
    }
    expect((await Promise.all(answers)).every(({ ending }) => ending === 'ok')).toBe(true)
  })

  it('never has more under way than it may, whoever asks', async () => {
    server.fail({ kind: 'silent' })
    const reader = open({ limits: { retries: 0, concurrency: 3 } })
    const answers = Array.from({ length: 12 }, () => ask(reader))
    for (let answered = 0; answered < 12; answered += 3) {
      await expect.poll(() => server.waiting).toBe(3)
      server.release()
    }
    expect((await Promise.all(answers)).every(({ ending }) => ending === 'ok')).toBe(true)
    expect([server.mostWaiting, reader.peak()]).toEqual([3, 3])
  })
})

describe('credentials and connections', () => {
  it('reads the credentials before each request, and shows them nowhere', async () => {
    let times = 0
    const reader = open({ authorization: () => Promise.resolve(`${TOKEN}${(times += 1)}`) })
    server.fail({ kind: 'answer', status: 401, body: 'no' })
    const answers = [await ask(reader), await ask(reader)]
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([`${TOKEN}1`, `${TOKEN}2`])
    expect(JSON.stringify(answers)).not.toContain('not-to-be-shown')
  })

  it('credentials that cannot be had say why', async () => {
    const authorization = () => Promise.reject(new AppError('config_invalid', 'the plugin of the kubeconfig failed', { remedy: '' }))
    expect(await ask(open({ authorization }))).toMatchObject({
      ending: 'error',
      why: 'metrics could not be asked: the plugin of the kubeconfig failed',
    })
    expect(server.seen).toEqual([])
  })

  it('says what to do about a certificate that nobody signed, and takes the one that is named', async () => {
    const secure = await FaultProxy.open({ isSecure: true })
    expect(await ask(open({ address: secure.url }))).toMatchObject({
      ending: 'error',
      why: expect.stringContaining('its certificate is signed by itself; name that certificate as `ca`') as string,
    })
    expect(await ask(open({ address: secure.url, tls: { ca: FAULT_PROXY_CA } }))).toMatchObject({ ending: 'ok' })
    await secure.close()
  })

  it('says that nothing listens, that a port speaks no TLS, and that one speaks no HTTP', async () => {
    const silent = net.createServer((socket) => socket.resume().end('SSH-2.0-server\r\n')).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as net.AddressInfo
    const why = async (address: string) => {
      const answer = await ask(open({ address }))
      return 'why' in answer ? answer.why : ''
    }
    expect(await why(`http://127.0.0.1:${port}`)).toContain('does not speak HTTP')
    expect(await why(server.url.replace('http:', 'https:'))).toContain('does not speak TLS')
    silent.close()
    await once(silent, 'close')
    expect(await why(`http://127.0.0.1:${port}`)).toContain('nothing listens there')
    expect(await why('http://no-such-host.invalid')).toMatch(/its name (?:is not known|could not be looked up)/)
  })

  it('goes through the proxy that is named', async () => {
    const proxy = await FaultProxy.open()
    const answer = await ask(open({ address: 'http://prometheus.invalid:9090', proxy: proxy.url }))
    expect(answer).toMatchObject({ ending: 'ok' })
    expect(proxy.seen.map(({ url }) => url)).toEqual(['http://prometheus.invalid:9090/things'])
    await proxy.close()
  })
})
