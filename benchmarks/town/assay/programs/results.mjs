// Results, in the manner of zap in Go, and what sends them to another hospital, in the manner of Elixir.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { ENV } from '../../in-pod.mjs'
import { call, clock, err, goWords, out, pause, serve, since } from './lines.mjs'

const PATIENT_QUERIES = 110
const PER_SAMPLE_QUERIES = 150
const EXPORT_MS = 4_000
const FIRST_EXPORT_MS = 10_000

const entry = (level, caller, said) => JSON.stringify({ level, ts: Date.now() / 1000, caller, ...said })

/** Reads and stores results; a release may ask the database once for each sample. */
export function results() {
  const queries = ENV.QUERY_MODE === 'per-sample' ? PER_SAMPLE_QUERIES : 1
  const asked = {
    '/results': { path: '/read', queries, caller: 'api/read.go:88' },
    '/patients': { path: '/read', queries: PATIENT_QUERIES, caller: 'api/patients.go:51' },
    '/store': { path: '/write', queries: 1, caller: 'api/store.go:63' },
  }
  out(entry('info', 'cmd/main.go:41', { msg: 'serving', addr: ':9090', release: ENV.RELEASE, query_mode: ENV.QUERY_MODE ?? 'joined' }))
  serve(9090, async (wanted, { began }) => {
    if (wanted === '/healthz') return {}
    const one = asked[wanted]
    if (!one) return { status: 404, body: 'not found' }
    const headers = { 'x-user': 'RESULTS', 'x-pass': ENV.DB_PASSWORD ?? '', 'x-client': ENV.HOSTNAME, 'x-queries': String(one.queries) }
    try {
      await call(`${ENV.DB_ADDR}${one.path}`, { headers })
      out(entry('info', one.caller, { msg: 'request served', path: wanted, queries: one.queries, took: since(began) / 1000 }))
      return {}
    } catch (trouble) {
      const error = trouble.kind === 'status' ? `Error ${trouble.body}` : goWords(trouble)
      const stacktrace = `lab/results/api.(*Server).handle\n\t/src/${one.caller}\nnet/http.HandlerFunc.ServeHTTP\n\t/usr/local/go/src/net/http/server.go:2220`
      err(entry('error', one.caller, { msg: 'query failed', path: wanted, db: ENV.DB_ADDR, error, took: since(began) / 1000, stacktrace }))
      return { status: 500, body: 'query failed' }
    }
  })
}

/** Another hospital gets what is new; nothing is called, what it answers is told by a file that the case writes. */
export async function bridge() {
  let waiting = 0
  const line = (level, words) => `${clock(12)} [${level}] ${words}`
  const url = `https://${ENV.PARTNER_HOST}/oru`
  out(line('info', `Bridge up, exporting to ${ENV.PARTNER_HOST}`))
  await pause(FIRST_EXPORT_MS)
  const exportAll = async () => {
    waiting += 2
    try {
      await call(`${ENV.RESULTS_URL}/results`)
    } catch (trouble) {
      err(line('error', `reading results failed: ${goWords(trouble)}; ${waiting} results wait`))
      return
    }
    const status = readOutside()
    if (status !== null) {
      err(line('error', `POST ${url} -> ${status} ${http.STATUS_CODES[status]} (retry-after: 600); ${waiting} results wait`))
      return
    }
    out(line('info', `POST ${url} -> 202 Accepted, ${waiting} results exported`))
    waiting = 0
  }
  setInterval(() => void exportAll(), EXPORT_MS)
}

/** The status with which hosts outside answer; null: they are well. */
function readOutside() {
  try {
    return Number(readFileSync(ENV.TOWN_OUTSIDE, 'utf8'))
  } catch {
    return null
  }
}
