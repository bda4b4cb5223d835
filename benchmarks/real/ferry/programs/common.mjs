// What all programs of the ferry company share: options, names of the company, a server with metrics, and the ways in which languages write a line.
import dns from 'node:dns'
import http from 'node:http'
import { collectDefaultMetrics, Counter, Histogram, register } from 'prom-client'

export const [role = '', ...given] = process.argv.slice(2)
export const options = Object.fromEntries(given.map((one) => one.replace(/^--/, '').split(/=(.*)/s).slice(0, 2)))

// The name service of the company knows every program, and all of them run on this machine.
const lookup = dns.lookup
dns.lookup = (host, how, done) => (/^[a-z-]+$/.test(host) ? lookup('127.0.0.1', how, done) : lookup(host, how, done))

collectDefaultMetrics({ eventLoopMonitoringPrecision: 1000 })
const requests = new Counter({ name: 'http_requests_total', help: 'Requests served', labelNames: ['route', 'code'] })
const durations = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to the answer',
  labelNames: ['route'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
})
/** Counts the jobs of a program that has some. */
export const countJobs = () => ({
  done: new Counter({ name: 'jobs_done_total', help: 'Jobs that went well' }),
  failed: new Counter({ name: 'jobs_failed_total', help: 'Jobs that did not' }),
})

export const pause = (ms) => new Promise((done) => setTimeout(done, ms))
export const iso = () => new Date().toISOString()
export const out = (text) => process.stdout.write(`${text}\n`)
export const chance = (ratio) => Math.random() < ratio

/** A Java program with logback. */
export const logback = (level, logger, text) =>
  out(`${iso().slice(0, 23).replace('T', ' ')} ${level.padEnd(5)} [exec-${1 + Math.floor(Math.random() * 8)}] ${logger} - ${text}`)
/** A Python program with asctime, level, name. */
export const python = (level, logger, text) => out(`${iso().slice(0, 23).replace('T', ' ').replace('.', ',')} ${level} ${logger}: ${text}`)
/** A Go program with slog. */
export const slog = (level, msg, fields = {}) => out(`time=${iso()} level=${level} msg=${value(msg)} ${pairs(fields)}`.trimEnd())
/** A Rust program with tracing. */
export const tracing = (level, target, text) => out(`${iso().replace('Z', '000Z')} ${level.padStart(5)} ${target}: ${text}`)

const value = (one) => (/^[\w./:-]+$/.test(String(one)) ? String(one) : JSON.stringify(String(one)))
const pairs = (fields) =>
  Object.entries(fields)
    .map(([key, one]) => `${key}=${value(one)}`)
    .join(' ')

/** The words of an error with those of what it came of, as the libraries gave them. */
export function wordsOf(error) {
  const causes = [error, error.cause].filter(Boolean).map((one) => one.message || one.code || String(one))
  return [...new Set(causes)].join(': ')
}

/** Answers requests with what `handle` makes of a path: `{ status = 200, body = 'ok' }`; a throw is 500 with its words. `after` is told of each answer. */
export function serve(handle, after = () => undefined) {
  const answer = async (request, response) => {
    const [route] = request.url.split('?')
    if (route === '/metrics') return response.setHeader('content-type', register.contentType).end(await register.metrics())
    const began = performance.now()
    const { status = 200, body = 'ok' } = await handle(route, request).catch((error) => ({ status: 500, body: wordsOf(error) }))
    const tookMs = Math.round(performance.now() - began)
    requests.inc({ route, code: status })
    durations.observe({ route }, tookMs / 1000)
    response.writeHead(status, { 'content-type': 'text/plain' }).end(`${body}\n`)
    after({ route, status, tookMs, body })
  }
  const server = http.createServer((request, response) => void answer(request, response))
  server.listen(Number(options.port), '127.0.0.1')
  return server
}
