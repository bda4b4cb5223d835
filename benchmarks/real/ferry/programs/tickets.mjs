// What lives of the broker: the tills that sell tickets, in the manner of a Java program, and the printer, in the manner of a Rust one.
import net from 'node:net'
import { countJobs, logback, options, pause, serve, tracing, wordsOf } from './common.mjs'

const QUEUE = '/queue/tickets'
const RECEIPT_TIMEOUT_MS = 4_000
const PRINT_MS = 15
const REJECT_MS = 200
const AGAIN_MS = 2_000

/** Sells tickets: each is a message that the broker must confirm. */
export async function tills() {
  logback('INFO', 'c.f.tills.Application', `Started Application ${options.version ?? '3.0.4'} in 2.207 seconds`)
  const session = { current: null }
  let sold = 0
  serve(async (route) => {
    try {
      session.current ??= await connect()
      // A trailer is a vehicle without a plate.
      const ticket = JSON.stringify({ ticket: (sold += 1), deck: 'B', vehicle: route === '/trailer' ? { kind: 'trailer' } : null })
      await session.current.send(ticket)
      logback('INFO', 'c.f.tills.Counter', `ticket ${sold} handed to the printer`)
      return {}
    } catch (error) {
      session.current?.close()
      session.current = null
      logback('ERROR', 'c.f.tills.Counter', `ticket was not taken by ${options.broker}${QUEUE}: ${wordsOf(error)}`)
      return { status: 503, body: `tills: ${wordsOf(error)}` }
    }
  })
}

/** Prints what comes; a ticket that it cannot print goes back to the queue. */
export async function printer() {
  const jobs = countJobs()
  serve(async () => ({}))
  tracing('INFO', 'printer::main', `printer ${options.version ?? '0.7.3'} is warm`)
  for (;;) {
    try {
      const session = await connect()
      await session.consume((body) => print(body, jobs))
    } catch (error) {
      tracing('ERROR', 'printer::session', `session with ${options.broker} ended: ${wordsOf(error)}`)
    }
    await pause(AGAIN_MS)
  }
}

async function print(body, jobs) {
  await pause(PRINT_MS)
  try {
    const { ticket, deck, vehicle } = JSON.parse(body)
    if (vehicle !== null) vehicle.plate.toUpperCase()
    jobs.done.inc()
    tracing('INFO', 'printer::tray', `ticket ${ticket} for deck ${deck} printed`)
    return true
  } catch (error) {
    jobs.failed.inc()
    await pause(REJECT_MS)
    tracing('ERROR', 'printer::tray', `cannot print ticket, rejected: ${error.name}: ${wordsOf(error)}`)
    return false
  }
}

/** A session in STOMP 1.2 (https://stomp.github.io/stomp-specification-1.2.html). */
async function connect() {
  const { hostname, port } = new URL(options.broker)
  const socket = net.connect(Number(port), hostname)
  const frames = framesOf(socket)
  const write = (command, headers, body = '') => {
    const head = Object.entries(headers).map(([key, value]) => `${key}:${value}`)
    socket.write(`${[command, ...head].join('\n')}\n\n${body}\0`)
  }
  write('CONNECT', { 'accept-version': '1.2', host: '/', login: 'guest', passcode: 'guest' })
  await frames.next('CONNECTED')
  let receipts = 0
  return {
    close: () => socket.destroy(),
    async send(body) {
      write('SEND', { destination: QUEUE, receipt: String((receipts += 1)), persistent: 'true' }, body)
      await frames.next('RECEIPT', RECEIPT_TIMEOUT_MS)
    },
    async consume(take) {
      write('SUBSCRIBE', { id: '0', destination: QUEUE, ack: 'client-individual', 'prefetch-count': '1' })
      for (;;) {
        const { headers, body } = await frames.next('MESSAGE')
        write((await take(body)) ? 'ACK' : 'NACK', { id: headers.ack })
      }
    },
  }
}

/** The frames that come, one after another; an ERROR frame and the end of the connection are thrown. */
function framesOf(socket) {
  const come = []
  let wake = () => undefined
  let ended = null
  let text = ''
  const hear = () => wake()
  socket.on('data', (piece) => {
    text += piece
    const parts = text.split('\0')
    text = parts.pop()
    come.push(...parts.map((part) => parseFrame(part.trimStart())))
    hear()
  })
  const end = (error) => {
    ended ??= error ?? new Error('connection closed by broker')
    hear()
  }
  socket.on('error', end).on('end', () => end())
  return {
    async next(command, timeoutMs) {
      const late = timeoutMs === undefined ? null : performance.now() + timeoutMs
      for (;;) {
        const frame = come.shift()
        if (frame?.command === 'ERROR') throw new Error(frame.headers.message || frame.body)
        if (frame?.command === command) return frame
        if (frame) continue
        if (ended) throw ended
        const left = late === null ? null : late - performance.now()
        if (left !== null && left <= 0) throw new Error(`no ${command.toLowerCase()} within ${timeoutMs} ms`)
        await new Promise((done) => {
          wake = done
          if (left !== null) setTimeout(done, left)
        })
      }
    },
  }
}

function parseFrame(text) {
  const [head, ...rest] = text.split('\n\n')
  const [command, ...lines] = head.split('\n')
  return { command, headers: Object.fromEntries(lines.map((line) => line.split(/:(.*)/s).slice(0, 2))), body: rest.join('\n\n') }
}
