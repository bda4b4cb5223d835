import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** What the proxy does to an answer instead of passing it on. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'answer'; readonly status?: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  /** Takes the request and says nothing until it is released. */
  | { readonly kind: 'silent' }
  /** Sends the beginning and closes the connection. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'gzip'; readonly body: string }

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

const TLS = {
  cert: readFileSync(new URL('../fixtures/tls/cert.pem', import.meta.url)),
  key: readFileSync(new URL('../fixtures/tls/key.pem', import.meta.url)),
}

/** Authority of the proxy's certificate: the certificate itself. */
export const FAULT_PROXY_CA = TLS.cert.toString()

/** A server on loopback that stands before another one (or before none) and spoils its answers. */
export class FaultProxy {
  readonly seen: Seen[] = []
  readonly #server: http.Server
  readonly #target: string | null
  readonly #waiting = new Set<http.ServerResponse>()
  #mostWaiting = 0
  #faultOf: (request: Seen, index: number) => Fault = () => ({ kind: 'none' })

  private constructor(target: string | null, isSecure: boolean) {
    this.#target = target
    const listener: http.RequestListener = (request, response) => void this.#answer(request, response)
    this.#server = isSecure ? https.createServer(TLS, listener) : http.createServer(listener)
  }

  static async open({
    target = null,
    isSecure = false,
  }: { readonly target?: string | null; readonly isSecure?: boolean } = {}): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, isSecure)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `${this.#server instanceof https.Server ? 'https' : 'http'}://127.0.0.1:${this.port}`
  }

  /** From now on; `index` counts the requests since. */
  fail(fault: Fault | ((request: Seen, index: number) => Fault)): void {
    const first = this.seen.length
    this.#faultOf = typeof fault === 'function' ? (request, index) => fault(request, index - first) : () => fault
  }

  /** Requests that wait for `release` now, and the most that ever did at once. */
  get waiting(): number {
    return this.#waiting.size
  }

  get mostWaiting(): number {
    return this.#mostWaiting
  }

  /** Answers everybody who waits. */
  release(body = '{}'): void {
    for (const response of this.#waiting) response.setHeader('content-type', 'application/json').end(body)
    this.#waiting.clear()
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
    const fault = this.#faultOf(seen, this.seen.push(seen) - 1)
    switch (fault.kind) {
      case 'none':
        return this.#pass(seen, response)
      case 'answer':
        response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', ...fault.headers }).end(fault.body)
        return
      case 'gzip':
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(fault.body))
        return
      case 'cut':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
        response.write('{"items":[', () => response.destroy())
        return
      case 'silent':
        this.#waiting.add(response)
        this.#mostWaiting = Math.max(this.#mostWaiting, this.#waiting.size)
        response.on('close', () => this.#waiting.delete(response))
    }
  }

  async #pass({ method, url, headers, body }: Seen, response: http.ServerResponse): Promise<void> {
    if (this.#target === null) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      return
    }
    const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => PASSED_ON.has(name))) as Record<string, string>
    const answer = await fetch(new URL(url, this.#target), { method, headers: passed, ...(method === 'GET' ? {} : { body }) })
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(await answer.text())
  }
}

const PASSED_ON = new Set(['accept', 'authorization', 'content-type'])
