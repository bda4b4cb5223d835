import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { pickIndex } from '../ids.ts'
import type { Limits } from '../options.ts'
import { APP_ID } from '../people.ts'
import type { Timers } from '../timers.ts'
import type { Courier, Parcel, Receipt } from './courier.ts'

const PING_EVERY_MS = 10_000
const FAREWELL_MS = 500
const GOING_AWAY = 1001
const MAX_ACK_BYTES = 1024 * 1024

const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() })

interface SocketOptions {
  readonly limits: Limits
  readonly timers: Timers
  readonly newId: () => string
}

interface Waiting {
  readonly socket: WebSocket
  readonly settle: (receipt: Receipt) => void
}

/** Socket Mode: the app opens up to ten WebSockets and each parcel goes to one of them, chosen at random. */
export class SocketCourier implements Courier {
  readonly #options: SocketOptions
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_ACK_BYTES })
  readonly #sockets: WebSocket[] = []
  readonly #tickets = new Set<string>()
  readonly #waiting = new Map<string, Waiting>()
  readonly #opened = Promise.withResolvers<void>()
  readonly ready = this.#opened.promise

  constructor(options: SocketOptions) {
    this.#options = options
  }

  /** A ticket for one connection, as `apps.connections.open` hands out. */
  issueTicket(): string {
    const ticket = this.#options.newId()
    this.#tickets.add(ticket)
    return ticket
  }

  get connections(): number {
    return this.#sockets.length
  }

  /** Takes over an HTTP upgrade that carries a ticket; anything else is refused with 401. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? ''
    if (!this.#tickets.delete(ticket)) {
      stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
      return
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket))
  }

  carry(parcel: Parcel): Promise<Receipt> {
    const open = this.#sockets.filter((socket) => socket.readyState === socket.OPEN)
    const envelopeId = this.#options.newId()
    const socket = open[open.length === 0 ? 0 : pickIndex(envelopeId, open.length)]
    if (!socket) return Promise.resolve({ ok: false, reason: 'connection_failed', mayRetry: true })
    const { promise, resolve } = Promise.withResolvers<Receipt>()
    const cancel = this.#options.timers.after(this.#options.limits.ackMs, () =>
      this.#settle(envelopeId, { ok: false, reason: 'http_timeout', mayRetry: true }),
    )
    const settle = (receipt: Receipt) => {
      cancel()
      resolve(receipt)
    }
    this.#waiting.set(envelopeId, { socket, settle })
    socket.send(JSON.stringify(envelopeOf(parcel, envelopeId)))
    return promise
  }

  /** What Slack does now and then: asks every connection to leave and come back. */
  refresh(reason: 'refresh_requested' | 'warning' = 'refresh_requested'): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'local' } }))
  }

  /** Says goodbye to every connection and waits for it, but not long. */
  async close(): Promise<void> {
    const leaving = this.#sockets.map((socket) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      socket.once('close', () => resolve())
      socket.close(GOING_AWAY)
      setTimeout(() => socket.terminate(), FAREWELL_MS).unref()
      return promise
    })
    await Promise.all(leaving)
    this.#server.close()
  }

  #welcome(socket: WebSocket): void {
    if (this.#sockets.length >= this.#options.limits.socketsPerApp) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'local' } }))
      socket.close()
      return
    }
    this.#sockets.push(socket)
    const stopPings = this.#ping(socket)
    socket.on('message', (data: Buffer) => this.#acknowledge(data))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      stopPings()
      this.#forget(socket)
    })
    socket.send(JSON.stringify(hello(this.#sockets.length)))
    this.#opened.resolve()
  }

  #ping(socket: WebSocket): () => void {
    const timer = setInterval(() => socket.ping(), PING_EVERY_MS)
    timer.unref()
    return () => clearInterval(timer)
  }

  #acknowledge(data: Buffer): void {
    const ack = ackSchema.safeParse(parseJson(data.toString('utf8')))
    if (ack.success) this.#settle(ack.data.envelope_id, { ok: true, answer: emptyAsNull(ack.data.payload) })
  }

  #settle(envelopeId: string, receipt: Receipt): void {
    this.#waiting.get(envelopeId)?.settle(receipt)
    this.#waiting.delete(envelopeId)
  }

  #forget(socket: WebSocket): void {
    this.#sockets.splice(this.#sockets.indexOf(socket), 1)
    for (const [envelopeId, waiting] of this.#waiting) {
      if (waiting.socket === socket) this.#settle(envelopeId, { ok: false, reason: 'connection_failed', mayRetry: true })
    }
  }
}

function envelopeOf(parcel: Parcel, envelopeId: string): object {
  const { kind, payload, retry } = parcel
  const acceptsPayload = kind !== 'events_api'
  const attempt = kind === 'events_api' ? { retry_attempt: retry?.number ?? 0, retry_reason: retry?.reason ?? '' } : {}
  return { envelope_id: envelopeId, type: kind, accepts_response_payload: acceptsPayload, payload, ...attempt }
}

function hello(connections: number): object {
  return {
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: APP_ID },
    debug_info: { host: 'local', build_number: 1, approximate_connection_time: 3600 },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

function emptyAsNull(payload: unknown): unknown {
  const isEmpty = typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0
  return payload === undefined || isEmpty ? null : payload
}
