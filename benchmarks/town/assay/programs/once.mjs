// What asks by the clock, and what is run once.
import { ENV } from '../../in-pod.mjs'
import { call, err, goWords, iso, out, pause, since } from './lines.mjs'

const WALKS = [
  ['/orders', 1_000],
  ['/results', 1_250],
  ['/patients', 1_500],
  ['/labels', 1_900],
]
const PATIENCE_MS = 9_000
const RUN_MS = 8_000
const FIRST_RUN_MS = 8_000
const LOCK_MS = 1_500
const TRIES = 10
const RETRY_MS = 2_000

/** The terminals of all wards. */
export function terminals() {
  out(`${iso()} terminals up against ${ENV.ENTRY}`)
  for (const [wanted, everyMs] of WALKS) setInterval(() => void walk(wanted), everyMs)
}

async function walk(wanted) {
  const began = performance.now()
  const line = (met) => `${iso()} ward-${1 + (Date.now() % 7)} ${wanted} ${met} ${since(began)}ms`
  try {
    await call(`${ENV.ENTRY}${wanted}`, { timeoutMs: PATIENCE_MS })
    out(line('ok'))
  } catch ({ kind, status }) {
    err(line(`FAILED ${status ?? kind}`))
  }
}

/** Plans quality runs by the clock, in the manner of tracing in Rust. Two that plan the same run meet at the stock. */
export async function nightwatch() {
  const line = (level, words) => `${iso().replace('Z', '000Z')} ${level.padStart(5)} nightwatch::plan: ${words}`
  out(line('INFO', `planner up instance=${ENV.HOSTNAME}`))
  await pause(FIRST_RUN_MS)
  const dispatch = async () => {
    const run = `qc-${Math.floor(Date.now() / RUN_MS) % 100_000}`
    try {
      await call(`${ENV.STOCK_URL}/run?id=${run}&by=${ENV.HOSTNAME}`)
      await call(`${ENV.BELT_ADDR}/push?sample=${run}&panel=QC`)
      out(line('INFO', `dispatched run="${run}"`))
    } catch (trouble) {
      err(line('ERROR', `dispatch failed run="${run}" error="${goWords(trouble).replaceAll('"', "'")}"`))
    }
  }
  setInterval(() => void dispatch(), RUN_MS)
}

/** Tells the stock that a station is calibrated; it waits for a stock that is not there yet. */
export async function calibrate() {
  for (let left = TRIES; ; left -= 1) {
    const trouble = await call(`${ENV.STOCK_URL}/calibrated`).then(
      () => null,
      (one) => one,
    )
    if (trouble === null) return out(`${iso()} calibrate: station 1 within 0.4 %, told the stock`)
    err(`${iso()} calibrate: ${goWords(trouble)}`)
    if (left === 1) process.exit(1)
    await pause(RETRY_MS)
  }
}

/** Counts the shelves; who is refused ends and is run again. */
export async function count() {
  try {
    await call(`${ENV.STOCK_URL}/count`)
  } catch ({ body }) {
    err(`count-shelves: ${body}, try again later`)
    process.exit(1)
  }
  out('count-shelves: 412 boxes, no difference')
}

/** Brings samples of an old system, with a panel that is no longer made. */
export async function importer() {
  for (const [index, panel] of ['CBC', 'ESR-1998', 'ESR-1998', 'CRP'].entries()) {
    const sample = `OLD-${200 + index}`
    await call(`${ENV.BELT_ADDR}/push?sample=${sample}&panel=${panel}`)
    out(`import: pushed ${sample} panel ${panel} to SAMPLES`)
  }
}

const asRoot = () => ({ 'x-user': 'ADMIN', 'x-pass': ENV.DB_PASSWORD ?? '', 'x-client': ENV.HOSTNAME })

/** Renames a column. */
export async function migrate() {
  await call(`${ENV.DB_ADDR}/rename`, { headers: asRoot() })
  out(
    'migrate: 0042_collected_at: ALTER TABLE specimens.results RENAME COLUMN drawn_at TO collected_at ... OK\nmigrate: 1 migration applied',
  )
}

/** Holds a lock for as long as it counts the year. */
export async function report() {
  out('year-report: LOCK TABLES specimens.orders WRITE')
  for (let month = 1; ; month += 1) {
    await call(`${ENV.DB_ADDR}/lock`, { headers: asRoot() })
    if (month % 10 === 1) out(`year-report: reading partition ${month} of 3650`)
    await pause(LOCK_MS)
  }
}

/** Reads a device that was carried away. */
export function obsolete() {
  err('fax-gateway: open /dev/ttyS4: no such device')
  process.exit(2)
}
