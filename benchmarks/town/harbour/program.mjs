// Every program of the harbour, a ferry company: `ferry ROLE [--option=value …]`. It listens on its pod's address, calls others through the
// service proxy, logs in the manner of its kind, and fails when what it needs fails.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import path from 'node:path'
import { call as ask, ENV, measured, options, readAll, readMounted, role } from '../in-pod.mjs'

const CALL_TIMEOUT_MS = 8_000
const KIOSK_PAUSE_MS = 1_000
const POLL_PAUSE_MS = 4_000
const MISSES_UNTIL_UNREADY = 3

/** calls: [variable with the address, path asked there, path of ours that needs it]; needs: variables; file: option that names a file. */
const ROLES = {
  quay: {
    style: 'pino',
    calls: [
      ['SAILINGS_URL', '/today', '/timetable'],
      ['PASSAGE_URL', '/book', '/book'],
    ],
  },
  passage: {
    style: 'zap',
    calls: [
      ['FARES_ADDR', '/quote'],
      ['BERTHS_ADDR', '/reserve'],
      ['PURSER_ADDR', '/charge'],
    ],
  },
  sailings: {
    style: 'klog',
    calls: [
      ['TIDES_URL', '/height'],
      ['PILOT_URL', '/routes'],
    ],
  },
  fares: { style: 'plain', file: 'table', check: checkFares },
  purser: { style: 'logfmt', needs: ['CARD_KEY'], calls: [['LEDGER_URL', '/entries']] },
  berths: { style: 'java', needs: ['MAX_LENGTH_M'], calls: [['LEDGER_URL', '/rows']], vital: true },
  tides: { style: 'python', file: 'licence' },
  ledgerbook: { style: 'postgres' },
  pilot: { style: 'klog', poll: listRoutes },
  kiosk: { style: 'python', drives: 'QUAY_URL' },
  beacon: { style: 'klog' },
  regatta: { style: 'pino' },
  'close-accounts': { style: 'logfmt', once: 'LEDGER_URL' },
  'fetch-almanac': { style: 'plain', once: 'ALMANAC_URL' },
}
const KNOWN_OPTIONS = new Set(['listen', 'table', 'licence', 'wal-level', 'year'])
const PYTHON_WORDS = {
  dns: "NameResolutionError: Failed to resolve '%h' ([Errno -2] Name or service not known)",
  refused: 'NewConnectionError: [Errno 111] Connection refused',
  connect: 'ConnectTimeoutError: Connection to %h timed out. (connect timeout=5)',
}
const JAVA_WORDS = {
  dns: 'java.net.UnknownHostException: %h',
  refused: 'java.net.ConnectException: Connection refused',
  connect: 'java.net.SocketTimeoutException: Connect timed out',
}
const NODE_WORDS = { dns: 'getaddrinfo ENOTFOUND %h', refused: 'connect ECONNREFUSED %a', connect: 'connect ETIMEDOUT %a' }

const stamp = () => new Date().toISOString()
const klogTime = () => stamp().slice(5, 10).replace('-', '') + ' ' + stamp().slice(11, 23) + '000'
const pairs = (fields) =>
  Object.entries(fields)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(' ')
const PINO_LEVELS = { info: 30, warn: 40, error: 50, fatal: 60 }
const POSTGRES_LEVELS = { info: 'LOG', warn: 'WARNING', error: 'ERROR', fatal: 'FATAL' }
const tail = ({ ms, ...fields }) =>
  (ms === undefined ? '' : ` in ${ms} ms`) +
  Object.values(fields)
    .map((value) => `: ${value}`)
    .join('')
const STYLES = {
  pino: (level, msg, fields) => JSON.stringify({ level: PINO_LEVELS[level], time: Date.now(), name: role, ...fields, msg }),
  zap: (level, msg, fields) => JSON.stringify({ level, ts: stamp(), logger: role, msg, ...fields }),
  klog: (level, msg, fields) => `${level[0].toUpperCase()}${klogTime()}       1 ${role}.go:${60 + msg.length}] "${msg}" ${pairs(fields)}`,
  plain: (level, msg, fields) => `${role}: ${msg}${tail(fields)}`,
  logfmt: (level, msg, fields) => `ts=${stamp()} level=${level} msg=${JSON.stringify(msg)} ${pairs(fields)}`,
  python: (level, msg, fields) =>
    `${stamp().slice(0, 23).replace('T', ' ').replace('.', ',')} ${level.toUpperCase()} ${role}: ${msg}${tail(fields)}`,
  java: (level, msg, fields) =>
    `${stamp()} ${level.toUpperCase().padStart(5)} 1 --- [nio-8080-exec-${1 + (Date.now() % 9)}] c.skerry.${role}.Desk : ${msg}${fields.err ? `\n${fields.err}\n\tat c.skerry.${role}.Ledger.open(Ledger.java:61)\n\tat c.skerry.${role}.Desk.reserve(Desk.java:118)` : tail(fields)}`,
  postgres: (level, msg, fields) => `${stamp().slice(0, 23).replace('T', ' ')} UTC [1] ${POSTGRES_LEVELS[level]}:  ${msg}${tail(fields)}`,
}
const self = ROLES[role]
const log = (level, msg, fields = {}) =>
  (level === 'info' ? process.stdout : process.stderr).write(`${STYLES[self?.style ?? 'plain'](level, msg, fields)}\n`)
const end = (msg, fields = {}) => (log('fatal', msg, fields), process.exit(1))
let isReady = true
let misses = 0

/** Asks another program; throws in the words of this program's language. */
async function call(address, wanted) {
  try {
    return await ask(new URL(wanted, address), { timeoutMs: CALL_TIMEOUT_MS })
  } catch (trouble) {
    throw new Error(wordsOf(trouble), { cause: trouble })
  }
}

function wordsOf({ kind, url, at, status, body }) {
  if (kind === 'read') return `no answer from ${url.host} within ${CALL_TIMEOUT_MS} ms`
  if (kind === 'status') return `${url.hostname} answered ${status} ${http.STATUS_CODES[status]}`
  const words = { python: PYTHON_WORDS, java: JAVA_WORDS, pino: NODE_WORDS }[self.style]?.[kind]
  return words ? words.replace('%h', url.hostname).replace('%a', at) : `Get "${url.href}": ${body}`
}

const calleeOf = (variable) => new URL(ENV[variable]).hostname
async function callAll(wanted) {
  for (const [variable, asked, only] of self.calls ?? []) {
    if (only && only !== wanted) continue
    try {
      await call(ENV[variable], asked)
      misses = 0
    } catch (error) {
      misses += 1
      if (self.vital && misses === MISSES_UNTIL_UNREADY) log('warn', 'the ledger is away, this desk takes no more requests')
      log('error', `call to ${calleeOf(variable)} failed`, { url: `${ENV[variable]}${asked}`, err: error.message })
      throw error
    }
  }
}

async function answer(request, response) {
  const wanted = request.url
  const reply = (status, text) => response.writeHead(status).end(`${text}\n`)
  if (wanted === '/healthz') return reply(200, 'ok')
  if (wanted === '/readyz')
    return isReady && !(self.vital && misses >= MISSES_UNTIL_UNREADY && (await stillAway())) ? reply(200, 'ok') : reply(503, 'not ready')
  if (wanted === '/' || !/^\/[a-z]+$/.test(wanted)) return reply(404, 'not found')
  const began = performance.now()
  try {
    if (!isReady) throw new Error('nothing listed yet')
    if (ENV.SEASON === 'winter' && role === 'passage') throw new TypeError("Cannot read properties of undefined (reading 'departures')")
    await callAll(wanted)
    log('info', `${wanted} done`, { ms: Math.round(performance.now() - began) })
    reply(200, 'done')
  } catch (error) {
    if (error instanceof TypeError)
      log('error', error.message, { path: wanted, stack: error.stack.replace(/\(?file:.*\/program\.mjs/g, '(/srv/ferry/passage.js') })
    reply(error instanceof TypeError ? 500 : 503, error.message)
  }
}

async function stillAway() {
  return callAll('/readyz').then(
    () => false,
    () => true,
  )
}

/** What is said about a file that is not there names its path in the container. */
function readNeeded(file) {
  try {
    return readMounted(file)
  } catch (error) {
    return end('cannot start', { err: `open ${file}: ${error.code === 'ENOENT' ? 'no such file or directory' : error.code}` })
  }
}

function checkFares(text) {
  for (const [index, line] of text.trim().split('\n').entries())
    if (index > 0 && Number.isNaN(Number(line.split(',')[1])))
      end('cannot start', { err: `fares.csv line ${index + 1}: "${line.split(',')[1]}" is no amount` })
}

/** Reads the routes from the Kubernetes API with the account of its pod, as a controller does. */
function listRoutes() {
  const account = ENV.MOUNT_var_run_secrets_kubernetes_io_serviceaccount ?? ''
  const read = (name) => readFileSync(path.join(account, name), 'utf8')
  const to = `${ENV.TOWN_API}/api/v1/namespaces/${read('namespace')}/configmaps?labelSelector=routes`
  const asPod = { ca: read('ca.crt'), headers: { authorization: `Bearer ${read('token')}` } }
  const failed = (words) => (
    (isReady = false),
    log('error', 'Failed to watch', { err: `failed to list *v1.ConfigMap: ${words}`, reflector: 'pilot/routes.go:41' })
  )
  const take = async (reply) => {
    const body = JSON.parse(await readAll(reply))
    if (reply.statusCode !== 200) return failed(body.message)
    isReady = true
    log('info', 'Routes listed', { count: body.items.length })
  }
  const lost = (error) => failed(error.message.replace(/127\S*/, '10.96.0.1:443'))
  https.get(to, asPod, (reply) => void take(reply).catch(lost)).on('error', lost)
}

async function runOnce(variable) {
  if (options.year !== undefined && !/^\d{4}$/.test(options.year))
    return end('cannot close the year', { err: `"${options.year}" is no year` })
  log('info', 'begins', { year: options.year ?? 'none' })
  await call(ENV[variable], '/rows').catch((error) =>
    end(`call to ${calleeOf(variable)} failed`, { url: ENV[variable], err: error.message }),
  )
  log('info', 'finished')
}

/** Keeps what it is told to keep, a little more each second: with too many days it grows out of its limit. */
function growCache(days) {
  const kept = []
  const timer = setInterval(() => (kept.push(Buffer.alloc(4 << 20, 1)), kept.length >= days / 7 && clearInterval(timer)), KIOSK_PAUSE_MS)
}

function drive(variable) {
  let count = 0
  setInterval(() => {
    const wanted = (count += 1) % 2 ? '/book' : '/timetable'
    const failed = (error) => log('error', `${wanted} failed`, { err: error.message })
    void call(ENV[variable], wanted).then(() => log('info', `${wanted} 200`), failed)
  }, KIOSK_PAUSE_MS)
}

/** The ledger must answer before the first request; a desk that waits in vain ends and is started again. */
async function awaitVital() {
  for (let left = 8; left > 0; left -= 1) {
    if (
      await callAll('/readyz').then(
        () => true,
        () => false,
      )
    )
      return
    await new Promise((done) => setTimeout(done, 1_000))
  }
  end('gave up: the ledger did not answer 8 times', { callee: calleeOf('LEDGER_URL') })
}

async function main() {
  process.on('SIGTERM', () => (log('info', 'received SIGTERM, closing'), setTimeout(() => process.exit(0), 200)))
  if (!self) return end(`unknown command "${role}"`)
  for (const name of Object.keys(options))
    if (!KNOWN_OPTIONS.has(name)) return end(`unknown flag: --${name}`, { usage: `ferry ${role} [--listen=PORT]` })
  for (const name of self.needs ?? []) if (!ENV[name]) return end('cannot start', { err: `${name} is undefined` })
  if (options['wal-level'] && !['replica', 'logical', 'minimal'].includes(options['wal-level']))
    return end(`invalid value for parameter "wal_level": "${options['wal-level']}"`)
  const text = self.file ? readNeeded(options[self.file]) : ''
  self.check?.(text)
  if (self.once) return runOnce(self.once)
  if (self.vital) await awaitVital()
  if (ENV.KEEP_DAYS) growCache(Number(ENV.KEEP_DAYS))
  if (self.poll) {
    isReady = false
    self.poll()
    setInterval(() => self.poll(), POLL_PAUSE_MS)
  }
  if (self.drives) drive(self.drives)
  const port = Number(options.listen ?? 8080)
  const server = http.createServer(measured(answer))
  server.listen(port, ENV.POD_BIND, () => log('info', `listening on :${port}`))
}

await main()
