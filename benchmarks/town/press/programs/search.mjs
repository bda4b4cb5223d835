// Search: a program that logs in the fields of Elastic, and the index in the manner of Elasticsearch.
import { ENV } from '../../in-pod.mjs'
import { call, err, iso, out, pause, serve, since } from './lines.mjs'

const KEPT_RESULT_BYTES = 2 << 20
const MOST_KEPT_RESULTS = 26
const USUAL_DELAY_MS = 15
const MERGING_DELAY_MS = 2_300
const SLOW_MS = 1_000
const TYPES = { dns: 'UnknownHost', refused: 'ConnectionRefused', connect: 'ConnectTimeout', read: 'ReadTimeout', reset: 'ConnectionReset' }
const ENDS = {
  refused: 'Connection refused (os error 111)',
  connect: 'deadline has elapsed',
  read: 'operation timed out',
  reset: 'connection reset by peer',
}

/** Asks the index; it keeps the last results in memory. */
export function finder() {
  const index = { host: ENV.INDEX_HOST, port: Number(ENV.INDEX_PORT) }
  const results = []
  const statusOf = (status_code) => ({ http: { response: { status_code } } })
  out(ecs('info', `index at ${ENV.INDEX_HOST} port ${ENV.INDEX_PORT}`))
  serve(7701, async (wanted, _request, began) => {
    if (wanted === '/alive') return {}
    if (wanted !== '/query') {
      err(ecs('warn', 'no handler', { url: { path: wanted }, ...statusOf(404) }))
      return { status: 404, body: 'no handler' }
    }
    const took = () => ({ event: { duration_ms: since(began) } })
    try {
      await call(`http://${ENV.INDEX_HOST}:${ENV.INDEX_PORT}/_search`)
      if (results.length < MOST_KEPT_RESULTS) results.push(Buffer.alloc(KEPT_RESULT_BYTES, 1))
      out(ecs('info', 'query answered', { ...took(), ...statusOf(200) }))
      return {}
    } catch (trouble) {
      const error = { type: TYPES[trouble.kind] ?? 'BadStatus', message: indexWords(trouble) }
      err(ecs('error', 'query failed', { error, upstream: index, ...took(), ...statusOf(503) }))
      return { status: 503, body: 'search is not available' }
    }
  })
}

function indexWords({ kind, host, at, status, body }) {
  if (kind === 'dns') return `failed to lookup address information: Name or service not known (${host})`
  return ENDS[kind] ? `tcp connect to ${at}: ${ENDS[kind]}` : `index answered ${status}: ${body}`
}

function ecs(level, message, fields = {}) {
  const service = { name: 'finder', version: ENV.RELEASE ?? '' }
  return JSON.stringify({ '@timestamp': iso(), log: { level, logger: 'finder.query' }, service, message, ...fields })
}

/** The index; while it merges its segments inline it is slow. */
export function shelf() {
  const delayMs = ENV.SEGMENT_MERGE === 'inline' ? MERGING_DELAY_MS : USUAL_DELAY_MS
  const line = (level, logger, words) => {
    const at = iso().slice(0, 23).replace('.', ',')
    return `[${at}][${level.padEnd(5)}][${logger}] [${ENV.HOSTNAME}] ${words}`
  }
  out(line('INFO', 'o.s.n.Node', 'started'))
  serve(9200, async (wanted, _request, began) => {
    if (wanted === '/_cluster/health') return {}
    await pause(delayMs * (1 + Math.random() * 0.3))
    const tookMs = since(began)
    const took = `took[${(tookMs / 1000).toFixed(1)}s], took_millis[${tookMs}]`
    if (tookMs > SLOW_MS)
      out(line('WARN', 'i.s.s.query', `[editions][0] ${took}, total_hits[412], source[{"query":{"match":{"body":"harbour"}}}]`))
    return { body: '{"hits":412}' }
  })
}
