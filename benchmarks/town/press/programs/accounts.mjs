// Subscriptions, in the manner of a Go program with slog.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { ENV, readMounted } from '../../in-pod.mjs'
import { call, err, goWords, iso, out, pairs, pause, serve, since } from './lines.mjs'

const TARIFFS = '/etc/tariffs/tariffs.json'
const TOKEN = '/var/run/courier/token'
const PUBLISH_TIMEOUT_MS = 3_000
const CHARGE_MS = 40
const FAILED_CHARGE_MS = 900

function line(level, msg, fields) {
  return `time=${iso()} level=${level} source=accounts/server.go msg=${JSON.stringify(msg)} ${pairs(fields)}`
}

function fail(status, msg, fields) {
  err(line('ERROR', msg, fields))
  return { status, body: msg }
}

/** Takes subscriptions: reads the subscriber, charges the card, tells the broker. */
export function accounts() {
  try {
    JSON.parse(readMounted(TARIFFS))
  } catch (error) {
    err(line('ERROR', 'load tariffs', { err: `open ${TARIFFS}: ${error.message}` }))
    process.exit(1)
  }
  out(line('INFO', 'listening', { addr: ':8081' }))
  serve(8081, async (wanted, _request, began) => {
    if (wanted === '/healthz') return {}
    if (wanted !== '/subscribe') return { status: 404, body: 'not found' }
    if (ENV.PRICING === 'v2') return panic()
    const failed = (await readSubscriber()) ?? (await charge()) ?? (await publish())
    if (failed) return failed
    out(line('INFO', 'subscribed', { took: `${since(began)}ms` }))
    return {}
  })
}

function panic() {
  const time = `2026/11/30 ${iso().slice(11, 19)}`
  err(`${time} http: panic serving 10.1.4.9:41822: runtime error: index out of range [3] with length 3
goroutine 412 [running]:
net/http.(*conn).serve.func1()
\t/usr/local/go/src/net/http/server.go:1947 +0xbe
panic({0x8a1f20?, 0xc0002be018?})
\t/usr/local/go/src/runtime/panic.go:785 +0x132
courier.example/accounts/pricing.(*Ladder).Step(...)
\t/src/pricing/ladder.go:77`)
  return { status: 500, body: '' }
}

async function readSubscriber() {
  const headers = { 'x-user': 'ACCOUNTS', 'x-pass': ENV.DB_PASSWORD ?? '' }
  try {
    await call(`${ENV.DB_ADDR}/query`, { headers })
    return null
  } catch (trouble) {
    const isAnswer = trouble.kind === 'auth' || trouble.kind === 'status'
    return fail(500, 'read subscriber', { err: isAnswer ? `pq: ${trouble.body}` : goWords(trouble) })
  }
}

/** The card house is outside of the cluster: nothing is called, what it answers is told by a file that the case writes. */
async function charge() {
  const url = `https://${ENV.CARD_HOST}/v1/charges`
  const { exp } = JSON.parse(readMounted(TOKEN))
  const status = readOutside()
  const tookMs = status === null ? CHARGE_MS : FAILED_CHARGE_MS
  await pause(tookMs)
  if (new Date(exp) < new Date()) return fail(502, 'charge refused', { url, status: 401, err: `token expired at ${exp}` })
  if (status === null) return null
  return fail(502, 'charge failed', {
    url,
    status,
    err: `cardhouse answered ${status} ${http.STATUS_CODES[status]}`,
    took: `${tookMs}ms`,
  })
}

/** The status with which hosts outside answer; null: they are well. */
function readOutside() {
  try {
    return Number(readFileSync(ENV.TOWN_OUTSIDE, 'utf8'))
  } catch {
    return null
  }
}

async function publish() {
  try {
    await call(`${ENV.BROKER_ADDR}/publish`, { timeoutMs: PUBLISH_TIMEOUT_MS })
    return null
  } catch (trouble) {
    const { kind, host, port } = trouble
    const words = kind === 'read' ? `publish to ${host}:${port}: no confirm within 3s` : goWords(trouble)
    return fail(503, 'publish subscription', { queue: 'subscriptions', err: words })
  }
}
