// Orders, in the manner of Quarkus with JSON logs.
import http from 'node:http'
import { ENV } from '../../in-pod.mjs'
import { call, err, iso, out, pause, serve, since } from './lines.mjs'

const PANELS = ['CBC', 'LIPID', 'HBA1C', 'CRP']
let sequence = 1

function entry(level, loggerName, { message, ...more }) {
  const fields = {
    timestamp: iso(),
    sequence: (sequence += 1),
    level,
    loggerName,
    message,
    threadName: `executor-thread-${1 + (sequence % 8)}`,
  }
  return JSON.stringify({ ...fields, hostName: ENV.HOSTNAME, processId: 1, ...more })
}

/** Takes an order: writes it down and lays it on the belt. A release may warm up first, or serve under another path. */
export async function orderbook() {
  const warmSeconds = Number(ENV.WARM_CATALOGUE_SECONDS ?? '0')
  const started = performance.now()
  const isWarm = () => since(started) >= warmSeconds * 1000
  const wantedPath = `${ENV.API_PREFIX ?? ''}/orders`
  out(
    entry('INFO', 'io.quarkus', {
      message: `orderbook ${ENV.RELEASE} on JVM (powered by Quarkus 3.15.1) started. Listening on: http://0.0.0.0:8080`,
    }),
  )
  if (warmSeconds > 0)
    out(entry('INFO', 'lab.orders.Catalogue', { message: `warming catalogue of 41822 tests before serving, about ${warmSeconds} s` }))
  if (ENV.API_PREFIX) out(entry('INFO', 'lab.orders.Routes', { message: `routes: GET ${wantedPath}` }))
  serve(8080, async (wanted, { began }) => {
    if (wanted.startsWith('/q/health')) return isWarm() ? {} : { status: 503, body: '{"status":"DOWN"}' }
    if (wanted !== wantedPath) {
      out(entry('WARN', 'io.quarkus.http.access', { message: `GET ${wanted} 404` }))
      return { status: 404, body: 'RESTEASY003210: Could not find resource for full path' }
    }
    return take(began)
  })
}

async function take(began) {
  const panel = PANELS[Math.floor(Math.random() * PANELS.length)]
  const number = `S-${1000 + (Date.now() % 9000)}`
  const headers = { 'x-user': 'ORDERS', 'x-pass': ENV.DB_PASSWORD ?? '', 'x-client': ENV.HOSTNAME }
  const steps = [
    { what: 'write order', address: `${ENV.DB_ADDR}/write`, options: { headers } },
    { what: 'enqueue order', address: `${ENV.BELT_ADDR}/push?sample=${number}&panel=${panel}` },
  ]
  for (const { what, address, options } of steps)
    try {
      await call(address, options)
    } catch (trouble) {
      err(entry('ERROR', 'lab.orders.OrderResource', { message: `cannot ${what} ${number}`, stackTrace: trace(trouble, what) }))
      return { status: 503, body: `cannot ${what}` }
    }
  await pause(5)
  out(entry('INFO', 'lab.orders.OrderResource', { message: `order ${number} ${panel} taken in ${since(began)} ms` }))
  return {}
}

function trace(trouble, what) {
  const head = what === 'write order' ? databaseWords(trouble) : natsWords(trouble)
  const frames = [
    'lab.orders.OrderResource.take(OrderResource.java:71)',
    'io.quarkus.arc.impl.AroundInvokeInvocationContext.proceed(AroundInvokeInvocationContext.java:39)',
  ]
  return `${head}${frames.map((one) => `\n\tat ${one}`).join('')}`
}

function databaseWords({ kind, host, port, body }) {
  const words = {
    dns: `java.net.UnknownHostException: ${host}`,
    refused: 'java.net.ConnectException: Connection refused',
    connect: 'java.net.SocketTimeoutException: Connect timed out',
    read: 'java.net.SocketTimeoutException: Read timed out',
    reset: 'java.io.EOFException: unexpected end of stream',
  }[kind]
  if (words === undefined) return `java.sql.SQLException: (conn=${20 + (sequence % 60)}) ${body}`
  return `java.sql.SQLNonTransientConnectionException: Socket fail to connect to host:address=(host=${host})(port=${port})(type=primary). ${words}`
}

function natsWords({ kind, host, port, status, body, url }) {
  if (kind === 'status') return `io.nats.client.JetStreamApiException: ${body} [${status}]`
  const words = { dns: `java.net.UnknownHostException: ${host}`, refused: 'java.net.ConnectException: Connection refused' }[kind]
  return `java.io.IOException: Unable to connect to NATS servers: [nats://${host}:${port}]. ${words ?? `${http.METHODS[0]} ${url}: timeout`}`
}
