// Reagents, in the manner of logback, and labels for tubes, in the manner of uvicorn.
import http from 'node:http'
import { ENV, options, readMounted } from '../../in-pod.mjs'
import { call, clock, err, httpxWords, out, serve } from './lines.mjs'

const CALIBRATED_MS = 85_000

const line = (level, words) => `${clock(12)} [eventLoopGroupProxy-4-${1 + (Date.now() % 6)}] ${level.padEnd(5)} lab.stock.Lots - ${words}`

/** Gives a lot for each panel while its station is calibrated and the lot is good; knows which runs were registered. */
export function stock() {
  const lots = readLots(options.lots)
  const state = { calibratedAt: Date.now(), runs: new Map(), counts: 0 }
  out(line('INFO', `${lots.size} lots read from ${options.lots}`))
  serve(8070, async (wanted, { query }) => {
    if (wanted === '/alive') return {}
    if (wanted === '/calibrated') {
      state.calibratedAt = Date.now()
      out(line('INFO', 'station 1 calibrated'))
      return {}
    }
    if (wanted === '/lot') return giveLot(query.get('panel'), lots, state)
    if (wanted === '/run') return registerRun(query, state)
    if (wanted === '/count') return (state.counts += 1) === 1 ? { status: 423, body: 'stock is being moved' } : {}
    return wanted === '/template' ? {} : { status: 404, body: 'not found' }
  })
}

function readLots(file) {
  const [, ...rows] = readMounted(file).trim().split('\n')
  return new Map(rows.map((row) => row.split(',')).map(([panel, lot, expires]) => [panel, { lot, expires }]))
}

function giveLot(panel, lots, { calibratedAt }) {
  if (Date.now() - calibratedAt > CALIBRATED_MS) {
    const words = `calibration of station 1 is over, last calibrated at ${new Date(calibratedAt).toISOString()}`
    err(line('WARN', `lot for ${panel} refused: ${words}`))
    return { status: 424, body: words }
  }
  const found = lots.get(panel)
  if (!found || new Date(found.expires) < new Date()) {
    const words = found ? `lot ${found.lot} expired on ${found.expires}` : 'no lot in stock'
    err(line('WARN', `no valid lot for ${panel}: ${words} (${options.lots})`))
    return { status: 409, body: `no valid lot for ${panel}: ${words}` }
  }
  return { body: found.lot }
}

function registerRun(query, { runs }) {
  const [run, by] = [query.get('id'), query.get('by')]
  const first = runs.get(run)
  if (first === undefined) runs.set(run, by)
  if (first === undefined || first === by) return {}
  err(line('WARN', `run ${run} of ${by} refused: already registered by ${first}`))
  return { status: 409, body: `run ${run} already registered by ${first}` }
}

/** Prints a label by a template of the stock. */
export function stickers() {
  out(`INFO:     Started server process [1]\nINFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)`)
  const access = (wanted, status) =>
    `INFO:     10.2.8.${20 + (Date.now() % 9)}:${40_000 + (Date.now() % 9_000)} - "GET ${wanted} HTTP/1.1" ${status} ${http.STATUS_CODES[status]}`
  serve(8000, async (wanted) => {
    if (wanted === '/up') return {}
    if (wanted !== '/labels') return { status: 404, body: 'Not Found' }
    try {
      if (ENV.RENDERER === 'zpl3') throw new RangeError('barcode width 0 is not positive')
      await call(`${ENV.STOCK_URL}/template`)
      out(access(wanted, 200))
      return {}
    } catch (trouble) {
      const [where, words] =
        trouble instanceof RangeError ? ['render_zpl3', `ValueError: ${trouble.message}`] : ['fetch_template', httpxWords(trouble)]
      err(
        `${access(wanted, 500)}\nERROR:    Exception in ASGI application\nTraceback (most recent call last):\n  File "/srv/stickers/main.py", line 37, in labels\n    return await ${where}(tube)\n  File "/srv/stickers/zpl.py", line 12, in ${where}\n${words}`,
      )
      return { status: 500, body: 'Internal Server Error' }
    }
  })
}
