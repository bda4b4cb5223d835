import type { IncomingMessage, ServerResponse } from 'node:http'

/** Larger than any view or message may be, and enough for the pictures that an app uploads. */
const MAX_BODY_BYTES = 16 * 1024 * 1024

/** An HTTP answer that ends the request early. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly body: object

  constructor(status: number, body: object) {
    super(`HTTP ${status}`)
    this.name = 'HttpRefusal'
    this.status = status
    this.body = body
  }
}

/** Reads a request's body. Refuses with 413 when it is too large. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > MAX_BODY_BYTES) throw new HttpRefusal(413, { ok: false, error: 'request_too_large' })
    parts.push(part)
  }
  return Buffer.concat(parts)
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

export function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'content-type': type, 'x-content-type-options': 'nosniff' })
  response.end(body)
}
