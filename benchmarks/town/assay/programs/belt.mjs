// The belt, in the manner of NATS, and the workers that take samples from it, in the manner of structlog in Python.
import { ENV, options, readMounted } from '../../in-pod.mjs'
import { call, clock, day, err, httpxWords, iso, out, pause, serve, since } from './lines.mjs'

const REDELIVER_MS = 6_000
const REPORT_MS = 15_000
const EMPTY_MS = 400
const RETRY_MS = 2_000
const ANALYSIS_MS = 1_250
const PART_BYTES = 512 << 10
const PANELS = new Set(['CBC', 'LIPID', 'HBA1C', 'CRP', 'QC'])

/** Keeps samples in order until somebody has acknowledged them; what is not acknowledged in time goes out again, first. */
export function belt() {
  const line = (level, words) => `[1] ${day('/')} ${clock(12)}000 [${level}] ${words}`
  const config = readMounted(options.config)
  const most = Number(/max_msgs: (\d+)/.exec(config)[1])
  let waiting = []
  const taken = new Map()
  const giveBack = () => {
    const late = [...taken].filter(([, { at }]) => Date.now() - at > REDELIVER_MS)
    for (const [id, { message }] of late) {
      taken.delete(id)
      const times = message.times + 1
      if (times > 1) out(line('WRN', `Redelivering message ${id} of stream SAMPLES, delivered ${times} times, no ack within 6s`))
      waiting = [{ ...message, times }, ...waiting]
    }
  }
  setInterval(giveBack, 500)
  setInterval(() => out(line('INF', `stream SAMPLES: ${waiting.length} pending, ${taken.size} ack pending, max_msgs ${most}`)), REPORT_MS)
  out(line('INF', `Using configuration file: ${options.config}`))
  out(line('INF', 'Server is ready'))
  let number = 0
  serve(4222, async (wanted, { query }) => {
    if (wanted === '/push') {
      if (waiting.length + taken.size >= most) {
        err(
          line('ERR', `JetStream: maximum messages exceeded (${most}), stream SAMPLES refuses new messages: consumer ANALYSERS is behind`),
        )
        return { status: 503, body: 'maximum messages exceeded [10077]' }
      }
      waiting.push({ id: (number += 1), sample: query.get('sample'), panel: query.get('panel'), times: 0 })
      return {}
    }
    if (wanted === '/pull') {
      const message = waiting.shift()
      if (message) taken.set(String(message.id), { message, at: Date.now() })
      return { body: message ? JSON.stringify(message) : 'none' }
    }
    if (wanted === '/ack') taken.delete(query.get('id'))
    return {}
  })
}

const pairs = (fields) =>
  Object.entries(fields)
    .map(([key, value]) => `${key}=${/^[\w./:-]+$/.test(String(value)) ? value : JSON.stringify(value)}`)
    .join(' ')
const line = (level, event, fields = {}) => `ts=${iso()} lvl=${level} ${pairs({ event, ...fields })}`

/** Takes samples one after another: a lot from the stock, the analysis, the result. A panel that it does not know ends it. */
export async function analyser() {
  const tuning = readMounted(options.tuning)
  const batch = Number(/batch_size = (\d+)/.exec(tuning)[1])
  const release = ENV.RELEASE
  out(line('info', 'worker up', { release, tuning: options.tuning, batch_size: batch, belt: ENV.BELT_ADDR }))
  const parts = []
  const isStuck = ENV.PREFETCH_MODE === 'ordered'
  for (;;) {
    if (isStuck) out(line('debug', 'waiting for ordered prefetch window', { window: 64 }))
    if (isStuck) await pause(REPORT_MS * 40)
    const sample = await pull()
    if (sample === null) {
      await pause(EMPTY_MS)
      continue
    }
    if (parts.length < batch) out(line('debug', 'batch buffer allocated', { batch_size: batch, mib: (batch * PART_BYTES) >> 20 }))
    while (parts.length < batch) {
      parts.push(Buffer.alloc(PART_BYTES, 1))
      if (parts.length % 40 === 0) await pause(150)
    }
    await analyse(sample)
  }
}

async function pull() {
  try {
    const text = await call(`${ENV.BELT_ADDR}/pull`)
    return text === 'none' ? null : JSON.parse(text)
  } catch (trouble) {
    err(line('error', 'pull failed', { belt: ENV.BELT_ADDR, exc: httpxWords(trouble) }))
    await pause(RETRY_MS)
    return null
  }
}

async function analyse({ id, sample, panel }) {
  const began = performance.now()
  if (!PANELS.has(panel)) {
    err(`Traceback (most recent call last):
  File "/srv/analyser/worker.py", line 118, in run
    recipe = RECIPES[sample.panel]
  File "/srv/analyser/recipes.py", line 40, in __getitem__
    raise UnknownPanel(f"message {self.seq} sample {self.sample}: no recipe for panel {key!r}")
analyser.recipes.UnknownPanel: message ${id} sample ${sample}: no recipe for panel '${panel}'`)
    process.exit(1)
  }
  try {
    await call(`${ENV.STOCK_URL}/lot?panel=${panel}`)
    await pause(ANALYSIS_MS)
    await call(`${ENV.RESULTS_URL}/store`)
    await call(`${ENV.BELT_ADDR}/ack?id=${id}`)
    out(line('info', 'sample analysed', { sample, panel, took_ms: since(began) }))
  } catch (trouble) {
    err(line('error', 'sample not analysed', { sample, panel, upstream: trouble.url?.host ?? '', exc: httpxWords(trouble) }))
    await pause(RETRY_MS)
  }
}
