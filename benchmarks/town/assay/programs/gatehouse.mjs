// The gateway, in the manner of Envoy: one access line for each request, with the flag that says what went wrong.
import http from 'node:http'
import { options, readMounted } from '../../in-pod.mjs'
import { call, err, iso, out, serve, since } from './lines.mjs'

const ROUTE = /match: \{ prefix: "(\S+)" \}, route: \{ cluster_url: "(\S+)", timeout: (\d+)s \}/g
const LIMIT = /tokens_per_second: (\d+)/
const FLAGS = {
  dns: [503, 'UF', 'upstream connect error or disconnect/reset before headers. reset reason: dns resolution failure'],
  refused: [503, 'UH', 'no healthy upstream'],
  connect: [503, 'UF,URX', 'upstream connect error or disconnect/reset before headers. reset reason: connection timeout'],
  read: [504, 'UT', 'upstream request timeout'],
  reset: [503, 'UC', 'upstream connect error or disconnect/reset before headers. reset reason: connection termination'],
}

const admin = (level, words) =>
  `[${iso().replace('T', ' ').replace('Z', '')}][1][${level}][main] [source/server/server.cc:${900 + words.length}] ${words}`

/** Sends requests on by the routes of a mounted file, at most so many in a second. */
export function gatehouse() {
  const config = read(options.config)
  const routes = [...config.matchAll(ROUTE)].map(([, prefix, to, seconds]) => ({ prefix, to, timeoutMs: Number(seconds) * 1000 }))
  const limit = Number(LIMIT.exec(config)?.[1] ?? Number.POSITIVE_INFINITY)
  out(admin('info', `loading ${routes.length} route(s) from ${options.config}`))
  out(admin('info', 'starting main dispatch loop'))
  const window = { second: 0, count: 0 }
  serve(10_000, async (wanted, { began }) => {
    if (wanted === '/ready') return {}
    const answer = takes(window, limit)
      ? await pass(
          wanted,
          routes.find(({ prefix }) => wanted.startsWith(prefix)),
        )
      : { status: 429, flag: 'RL', body: 'local_rate_limited' }
    const { status, flag = '-', body = '', to = '-' } = answer
    const details = { NR: 'route_not_found', RL: 'request_rate_limited', '-': 'via_upstream' }[flag] ?? 'upstream_reset'
    const took = since(began)
    out(
      `[${iso()}] "GET ${wanted} HTTP/1.1" ${status} ${flag} ${details} - "-" 0 ${body.length} ${took} - "10.2.8.30" "ward-terminal/2.1" "-" "entry.intake" "${to}"`,
    )
    return { status, body }
  })
}

function read(file) {
  try {
    return readMounted(file)
  } catch {
    err(admin('critical', `error initializing configuration '${file}': unable to read file: ${file}`))
    return process.exit(1)
  }
}

function takes(window, limit) {
  const second = Math.floor(Date.now() / 1000)
  if (window.second !== second) Object.assign(window, { second, count: 0 })
  window.count += 1
  return window.count <= limit
}

async function pass(wanted, route) {
  if (!route) return { status: 404, flag: 'NR' }
  const { to, timeoutMs } = route
  const { host } = new URL(to)
  try {
    return { status: 200, body: await call(`${to}${wanted}`, { timeoutMs }), to: host }
  } catch ({ kind, status, body }) {
    if (kind === 'status') return { status, body: body || http.STATUS_CODES[status], to: host }
    const [answered, flag, words] = FLAGS[kind]
    return { status: answered, flag, body: words, to: host }
  }
}
