// What the programs of every business do in their pods: read how they were started, call others through the service proxy, and find mounted files.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { Gauge, Histogram, register } from 'prom-client'

export const ENV = process.env
/** A page is started as `COMMAND ROLE [--option=value …]`. */
export const [role = '', ...given] = process.argv.slice(2)
export const options = Object.fromEntries(given.map((one) => one.replace(/^--/, '').split(/=(.*)/s).slice(0, 2)))
/** What the proxy says of a callee that it did not reach, first match first. A headless Service without ready pods has no address ("None"). */
const PROXY_WORDS = [
  ['dns', /no such host|dial tcp None:\d+: connect/],
  ['refused', /refused|tcp None/],
  ['connect', /timeout/],
  ['reset', /EOF|reset|broken pipe/],
]
const BAD_GATEWAY = 502

/**
 * A call that did not get its answer. `kind`: dns, refused, connect (no connection in time), read (no answer in time), reset, status (400 or above).
 * `at` is the pod or Service address, `body` what was said.
 */
export class Trouble extends Error {
  constructor(kind, url, more) {
    super(kind)
    Object.assign(this, { kind, url, host: url.hostname, port: url.port || '80', at: url.host, body: '', ...more })
  }
}

// Names, labels and buckets: OpenTelemetry's semantic conventions for HTTP metrics, as its Prometheus exporter writes them.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
const served = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Duration of HTTP server requests.',
  labelNames: ['http_request_method', 'http_route', 'http_response_status_code', 'error_type'],
  buckets: BUCKETS,
})
const called = new Histogram({
  name: 'http_client_request_duration_seconds',
  help: 'Duration of HTTP client requests.',
  labelNames: ['http_request_method', 'server_address', 'server_port', 'http_response_status_code', 'error_type'],
  buckets: BUCKETS,
})
new Gauge({ name: 'target_info', help: 'Target metadata', labelNames: ['service_name'] }).set({ service_name: role }, 1)
const NOT_COUNTED = new Set(['/healthz', '/readyz', '/metrics'])
const MS_A_SECOND = 1000
const secondsSince = (began) => (performance.now() - began) / MS_A_SECOND
const errorType = (status) => (status >= 500 ? { error_type: String(status) } : {})

/** The listener of a server that counts what it serves, probes left out, and tells it under `/metrics`. */
export function measured(answer) {
  return (request, response) => {
    const route = new URL(request.url, 'http://pod').pathname
    if (route === '/metrics')
      return void register.metrics().then((text) => response.setHeader('content-type', register.contentType).end(text))
    const began = performance.now()
    if (!NOT_COUNTED.has(route))
      response.on('finish', () => {
        const { statusCode: status } = response
        const labels = { http_request_method: request.method, http_route: status === 404 ? '' : route, http_response_status_code: status }
        served.observe({ ...labels, ...errorType(status) }, secondsSince(began))
      })
    return void answer(request, response)
  }
}

/** Asks through the service proxy and answers the body, or throws a `Trouble`. */
export async function call(address, { timeoutMs, headers = {} }) {
  const url = new URL(address)
  const began = performance.now()
  const count = (more) =>
    called.observe(
      { http_request_method: 'GET', server_address: url.hostname, server_port: url.port || '80', ...more },
      secondsSince(began),
    )
  try {
    const body = await askOnce(url, { timeoutMs, headers })
    count({ http_response_status_code: 200 })
    return body
  } catch (trouble) {
    const { kind, status } = trouble
    count(kind === 'status' ? { http_response_status_code: status, ...errorType(status) } : { error_type: kind })
    throw trouble
  }
}

async function askOnce(url, { timeoutMs, headers }) {
  const signal = AbortSignal.timeout(timeoutMs)
  let answer
  let body
  try {
    answer = await send(url, { headers, signal })
    body = (await readAll(answer)).trim().replace(/\b127(\.\d+\.\d+\.\d+)/g, '10$1')
  } catch (error) {
    throw new Trouble(signal.aborted ? 'read' : 'reset', url, { body: error.message, timeoutMs })
  }
  const status = answer.statusCode
  if (status < 400) return body
  const unreached = status === BAD_GATEWAY ? PROXY_WORDS.find(([, words]) => words.test(body)) : undefined
  const at = /tcp ([\d.]+:\d+)/.exec(body)?.[1] ?? url.host
  throw new Trouble(unreached?.[0] ?? 'status', url, { at, status, body, headers: answer.headers })
}

function send(url, { headers, signal }) {
  const proxy = new URL(ENV.HTTP_PROXY)
  const authorization = `Basic ${btoa(`${decodeURIComponent(proxy.username)}:pod`)}`
  const to = { host: proxy.hostname, port: proxy.port, path: url.href, signal }
  return new Promise((resolve, reject) => {
    const request = http.request({ ...to, headers: { ...headers, host: url.host, 'proxy-authorization': authorization } }, resolve)
    request.on('error', reject)
    request.end()
  })
}

/** The text of a stream to its end. */
export async function readAll(stream) {
  let text = ''
  for await (const piece of stream) text += piece
  return text
}

/**
 * The text of a file in a mounted folder; throws where it is not there. A node tells where the folder lies in a variable, because the path in the
 * container is none of this machine.
 */
export function readMounted(file) {
  const folder = ENV[`MOUNT${path.dirname(file).replace(/[/.-]/g, '_')}`]
  return readFileSync(path.join(folder ?? path.dirname(file), path.basename(file)), 'utf8')
}
