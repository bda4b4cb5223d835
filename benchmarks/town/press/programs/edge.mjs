// The front door, in the manner of nginx, and what ships its access log.
import http from 'node:http'
import { ENV, options, readMounted } from '../../in-pod.mjs'
import { call, err, iso, out, serve, since } from './lines.mjs'

const ROUTE = /location (\S+) \{ proxy_pass (\S+); proxy_read_timeout (\w+); \}/g
const UPSTREAM_FILE = '/etc/edge/tls/upstream.pem'
const FLUSH_MS = 15_000
/** Status and words of a call that met no answer; all other kinds: UPSTREAM_CLOSED. */
const TROUBLES = {
  dns: [502, (host) => `${host} could not be resolved (3: Host not found)`],
  refused: [502, () => 'connect() failed (111: Connection refused) while connecting to upstream'],
  connect: [504, () => 'upstream timed out (110: Operation timed out) while connecting to upstream'],
  read: [504, () => 'upstream timed out (110: Operation timed out) while reading response header from upstream'],
}
const UPSTREAM_CLOSED = [502, () => 'upstream prematurely closed connection while reading response header from upstream']

const time = () => `${iso().slice(0, 10).replaceAll('-', '/')} ${iso().slice(11, 19)}`
function fail(words) {
  err(`${time()} [emerg] 1#1: ${words}`)
  process.exit(1)
}

/** Sends readers on by the routes of a mounted file. */
export function edge() {
  if (ENV.UPSTREAM_TLS === 'strict') {
    const words = `SSL: error:80000002:system library::No such file or directory:calling fopen(${UPSTREAM_FILE}, r)`
    fail(`cannot load certificate "${UPSTREAM_FILE}": BIO_new_file() failed (${words})`)
  }
  const routes = readRoutes(options.routes)
  out(`${time()} [notice] 1#1: start worker processes, ${routes.size} locations`)
  let count = 0
  serve(8000, async (wanted, _request, began) => {
    if (wanted === '/-/ok') return {}
    count += 1
    const route = routes.get(wanted)
    const { status, body } = route ? await pass(wanted, route, count) : { status: 404, body: 'page' }
    const took = (since(began) / 1000).toFixed(3)
    out(`10.1.4.17 - - [${accessTime()}] "GET ${wanted} HTTP/1.1" ${status} ${body.length + 1} "-" "walker/1.0" rt=${took}`)
    return { status, body }
  })
}

function readRoutes(file) {
  try {
    const toMs = (text) => Number.parseInt(text) * (text.endsWith('ms') ? 1 : 1000)
    return new Map([...readMounted(file).matchAll(ROUTE)].map(([, at, to, limit]) => [at, { to, timeoutMs: toMs(limit) }]))
  } catch {
    return fail(`open() "${file}" failed (2: No such file or directory)`)
  }
}

async function pass(wanted, { to, timeoutMs }, count) {
  try {
    return { status: 200, body: await call(to, { timeoutMs }) }
  } catch (trouble) {
    const isAnswer = trouble.kind === 'status' || trouble.kind === 'auth'
    const [status, words] = isAnswer ? [trouble.status] : (TROUBLES[trouble.kind] ?? UPSTREAM_CLOSED)
    const request = `client: 10.1.4.17, server: www.courier.example, request: "GET ${wanted} HTTP/1.1", upstream: "${to}", host: "www"`
    if (words) err(`${time()} [error] 31#31: *${count} ${words(trouble.host)}, ${request}`)
    return { status, body: `${status} ${http.STATUS_CODES[status]}` }
  }
}

function accessTime() {
  const now = new Date()
  return `${String(now.getUTCDate()).padStart(2, '0')}/${now.toUTCString().slice(8, 11)}/${now.getUTCFullYear()}:${iso().slice(11, 19)} +0000`
}

/** The container beside the edge. */
export function shipper() {
  let sent = 0
  out(`${iso()}\tINFO\tshipper/main.go:52\twatching access log\t{"sink": "stdout"}`)
  setInterval(() => out(`${iso()}\tINFO\tshipper/batch.go:118\tbatch flushed\t{"entries": ${(sent += 37)}, "dropped": 0}`), FLUSH_MS)
}
