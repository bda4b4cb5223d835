// What all programs of the newspaper share: times, streams, a server, and calls that tell what a person would.
import http from 'node:http'
import { call as ask, ENV, measured } from '../../in-pod.mjs'

const CALL_TIMEOUT_MS = 5_500
/** What a database with an expired certificate answers, with its end in this header. */
const TLS_FAILED = 525
const NOT_AFTER = 'x-not-after'

export const pause = (ms) => new Promise((done) => setTimeout(done, ms))
export const iso = () => new Date().toISOString()
/** As Python and Java write the time of a line. */
export const comma = () => iso().slice(0, 23).replace('T', ' ').replace('.', ',')
export const out = (text) => process.stdout.write(`${text}\n`)
export const err = (text) => process.stderr.write(`${text}\n`)
export const since = (began) => Math.round(performance.now() - began)
export const pairs = (fields) =>
  Object.entries(fields)
    .map(([key, value]) => `${key}=${/^[\w./:-]+$/.test(String(value)) ? value : JSON.stringify(value)}`)
    .join(' ')

/** Asks another program; what is thrown has two kinds more: auth (401) and tls, with `notAfter`. */
export async function call(address, options = {}) {
  try {
    return await ask(address, { timeoutMs: CALL_TIMEOUT_MS, ...options })
  } catch (trouble) {
    const kind = { 401: 'auth', [TLS_FAILED]: 'tls' }[trouble.status] ?? trouble.kind
    Object.assign(trouble, { kind, notAfter: trouble.headers?.[NOT_AFTER] })
    throw trouble
  }
}

/** The answer of a database whose certificate ended then. */
export const refuseTls = (notAfter) => ({ status: TLS_FAILED, headers: { [NOT_AFTER]: notAfter } })

/** Answers requests with what `handle` makes of a path: `{ status = 200, body = 'ok', headers }`. */
export function serve(port, handle) {
  const answer = async (request, response) => {
    const began = performance.now()
    const { status = 200, body = 'ok', headers = {} } = await handle(request.url.split('?')[0], request, began)
    response.writeHead(status, headers).end(`${body}\n`)
  }
  http.createServer(measured(answer)).listen(port, ENV.POD_BIND)
}

/** The words of a Go program. */
export function goWords({ kind, url, host, at, status, body, notAfter }) {
  const words = {
    dns: `dial tcp: lookup ${host} on 10.96.0.10:53: no such host`,
    refused: `dial tcp ${at}: connect: connection refused`,
    connect: `dial tcp ${at}: i/o timeout`,
    read: 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    tls: `tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time ${iso().slice(0, 19)}Z is after ${notAfter}`,
    reset: 'EOF',
  }[kind]
  return words ? `Get "${url}": ${words}` : `unexpected status ${status}: ${body}`
}
