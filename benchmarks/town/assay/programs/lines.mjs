// What all programs of the laboratory share: times, streams, a server, and the words of languages that more than one of them speaks.
import http from 'node:http'
import { call as ask, ENV, measured } from '../../in-pod.mjs'

const CALL_TIMEOUT_MS = 3_000

export const pause = (ms) => new Promise((done) => setTimeout(done, ms))
export const iso = () => new Date().toISOString()
export const out = (text) => process.stdout.write(`${text}\n`)
export const err = (text) => process.stderr.write(`${text}\n`)
export const since = (began) => Math.round(performance.now() - began)
/** As the log of Envoy, oauth2-proxy and Kotlin write parts of a time. */
export const day = (mark) => iso().slice(0, 10).replaceAll('-', mark)
export const clock = (digits = 8) => iso().slice(11, 11 + digits)

/** Asks another program, with three seconds of patience unless said otherwise. */
export const call = (address, options = {}) => ask(address, { timeoutMs: CALL_TIMEOUT_MS, ...options })

/** Answers requests with what `handle` makes of a path: `{ status = 200, body = 'ok' }`. What it throws is a 500. */
export function serve(port, handle, onError = () => undefined) {
  const answer = async (request, response) => {
    const began = performance.now()
    const [wanted, query = ''] = request.url.split('?')
    const { status = 200, body = 'ok' } = await handle(wanted, { began, headers: request.headers, query: new URLSearchParams(query) })
    response.writeHead(status).end(`${body}\n`)
  }
  const server = http.createServer(measured(answer))
  server.on('error', onError)
  server.listen(port, ENV.POD_BIND)
}

/** The words of a Go program. */
export function goWords({ kind, url, host, at, status, body }) {
  const words = {
    dns: `dial tcp: lookup ${host} on 10.96.0.10:53: no such host`,
    refused: `dial tcp ${at}: connect: connection refused`,
    connect: `dial tcp ${at}: i/o timeout`,
    read: 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    reset: 'EOF',
  }[kind]
  return words ? `Get "${url}": ${words}` : `unexpected status ${status}: ${body}`
}

/** The words of Python's httpx. */
export function httpxWords({ kind, url, status, body }) {
  const words = {
    dns: 'httpx.ConnectError: [Errno -2] Name or service not known',
    refused: 'httpx.ConnectError: [Errno 111] Connection refused',
    connect: 'httpx.ConnectTimeout: timed out',
    read: 'httpx.ReadTimeout: timed out',
    reset: 'httpx.RemoteProtocolError: Server disconnected without sending a response.',
  }[kind]
  return words ?? `httpx.HTTPStatusError: Server error '${status} ${http.STATUS_CODES[status]}' for url '${url}' (${body})`
}
