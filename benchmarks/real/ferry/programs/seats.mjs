// What lives of Redis: held seats, in the manner of a Go program, and the lounge, in the manner of a Python one.
import net from 'node:net'
import { countJobs, options, pause, python, serve, slog, wordsOf } from './common.mjs'

const HOLD_SECONDS = 120
const SCORE_EVERY_MS = 400
const SCORE_BYTES = 20_000
const COMMAND_TIMEOUT_MS = 3_000

/** Holds seats for a while and reads what is held. */
export function seats() {
  slog('INFO', 'listening', { addr: `:${options.port}`, version: options.version ?? 'v1.11.0' })
  serve(
    async (route) => {
      const seat = `seat:${Math.floor(Math.random() * 3_000)}`
      try {
        if (route === '/book') await redis(['SET', seat, 'held', 'EX', String(HOLD_SECONDS)])
        else await redis(['GET', seat])
        return {}
      } catch (error) {
        slog('ERROR', route === '/book' ? 'hold seat' : 'read seat', { seat, store: options.store, err: wordsOf(error) })
        return { status: 500, body: `seats: ${wordsOf(error)}` }
      }
    },
    ({ route, status, tookMs }) => status < 400 && slog('INFO', 'served', { path: route, status, took: `${tookMs}ms` }),
  )
}

/** Writes what the screens of the lounge show; `--ttl=0`: for ever. */
export async function lounge() {
  const jobs = countJobs()
  serve(async () => ({}))
  python('INFO', 'lounge.screens', `screens are on, version ${options.version ?? '0.9.2'}`)
  for (let shown = 0; ; shown += 1) {
    await pause(Number(options.everyMs ?? SCORE_EVERY_MS))
    const key = options.ttl === '0' ? `screen:${shown}` : `screen:${shown % 40}`
    const expiry = options.ttl === '0' ? [] : ['EX', options.ttl ?? '60']
    try {
      await redis(['SET', key, 'x'.repeat(Number(options.bytes ?? SCORE_BYTES)), ...expiry])
      jobs.done.inc()
      if (shown % 20 === 0) python('INFO', 'lounge.screens', `${shown} pictures shown`)
    } catch (error) {
      jobs.failed.inc()
      python('ERROR', 'lounge.screens', `picture was not stored: ${wordsOf(error)}`)
    }
  }
}

/** One command on a connection of its own, in the protocol of Redis (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
function redis(words) {
  const { hostname, port } = new URL(options.store)
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname)
    socket.setTimeout(COMMAND_TIMEOUT_MS, () => socket.destroy(new Error(`${options.store}: i/o timeout`)))
    socket.on('error', reject)
    socket.on('end', () => reject(new Error('EOF')))
    let answer = ''
    socket.on('data', (piece) => {
      answer += piece
      if (!answer.includes('\r\n')) return
      socket.destroy()
      if (answer.startsWith('-')) reject(new Error(answer.slice(1).trim()))
      else resolve(answer)
    })
    const text = [`*${words.length}`, ...words.flatMap((word) => [`$${word.length}`, word]), ''].join('\r\n')
    socket.write(text)
  })
}
