import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'

// PostgreSQL's wire protocol (https://www.postgresql.org/docs/current/protocol-message-formats.html): a type byte, then a
// length that counts itself, then the body. Only the startup message has no type byte.
const LENGTH_BYTES = 4
const TYPE_BYTES = 1
/** Query, Sync, Flush, FunctionCall, CopyData, CopyDone, CopyFail: after these the client waits for an answer. */
const ANSWERED_TYPES = new Set(['Q', 'S', 'H', 'F', 'd', 'c', 'f'].map((type) => type.charCodeAt(0)))
const TERMINATE = 'X'.charCodeAt(0)

/**
 * Lets the ordinary `pg` driver talk to a PGlite in this process, so that both back ends share one driver. One PGlite is one session:
 * use it in a pool of one. Messages of one round trip are handed over together, because PGlite answers a half-sent one out of step.
 */
export class PgliteStream extends Duplex {
  readonly #pglite: PGlite
  #unread: Buffer = Buffer.alloc(0)
  #roundTrip: Buffer[] = []
  #isStarted = false

  constructor(pglite: PGlite) {
    super()
    this.#pglite = pglite
  }

  // The part of net.Socket that `pg` calls.
  connect(): this {
    this.#pglite.waitReady.then(
      () => this.emit('connect'),
      (cause: Error) => this.destroy(cause),
    )
    return this
  }
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#unread = this.#unread.length > 0 ? Buffer.concat([this.#unread, chunk]) : chunk
    // oxlint-disable-next-line promise/no-callback-in-promise -- streams take a callback
    this.#handleWholeMessages().then(() => done(), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null)
    done()
  }

  async #handleWholeMessages(): Promise<void> {
    for (let message = this.#takeMessage(); message !== null; message = this.#takeMessage()) await this.#handle(message)
  }

  #takeMessage(): Buffer | null {
    const head = this.#isStarted ? TYPE_BYTES : 0
    if (this.#unread.length < head + LENGTH_BYTES) return null
    const length = head + this.#unread.readInt32BE(head)
    if (this.#unread.length < length) return null
    const message = this.#unread.subarray(0, length)
    this.#unread = this.#unread.subarray(length)
    return message
  }

  async #handle(message: Buffer): Promise<void> {
    const type = message[0] ?? 0
    if (this.#isStarted && type === TERMINATE) return this.#endSession()
    this.#roundTrip.push(message)
    if (this.#isStarted && !ANSWERED_TYPES.has(type)) return
    this.#isStarted = true
    const request = Buffer.concat(this.#roundTrip)
    this.#roundTrip = []
    await this.#answer(request)
  }

  async #answer(request: Buffer): Promise<void> {
    const answer = await this.#pglite.execProtocolRaw(request)
    // A server answers through the event loop. Without this turn a busy PGlite starves timers and sockets.
    await new Promise((resolve) => setImmediate(resolve))
    if (answer.length > 0) this.push(Buffer.from(answer))
  }

  /** What a server does when its client goes away. */
  async #endSession(): Promise<void> {
    if (this.#pglite.isInTransaction()) await this.#pglite.exec('ROLLBACK')
  }
}
