import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { AppError } from '../errors.ts'
import type { Logger } from '../logger.ts'

/** Milliseconds a client may take to send its headers; slower ones hold a socket for nothing. */
const HEADERS_TIMEOUT_MS = 10_000
/** Milliseconds a client may take for the whole request. */
const REQUEST_TIMEOUT_MS = 30_000

/** Somebody who serves a path of ours: exactly that path, or everything below it when it ends in a slash. */
export interface Mount {
  readonly path: string
  readonly request: RequestListener
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export interface WebServer {
  /** `http://127.0.0.1:3000`, with the port that was picked. */
  readonly origin: string
  mount(mount: Mount): void
  /** Ends open connections too. Safe to call twice. */
  close(): Promise<void>
}

/** Starts the one HTTP server. Throws `config_invalid` when the address cannot be used. */
export async function startWebServer(options: {
  readonly host: string
  readonly port: number
  readonly logger: Logger
}): Promise<WebServer> {
  const mounts: Mount[] = []
  const find = (request: IncomingMessage) => findMount(mounts, request)
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    serve(find(request), { request, response }, options.logger)
  })
  server.on('upgrade', (request, socket, head) => {
    const upgrade = find(request)?.upgrade
    if (upgrade) upgrade(request, socket, head)
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
  })
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    mount: (mount) => void mounts.push(mount),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function findMount(mounts: readonly Mount[], request: IncomingMessage): Mount | undefined {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  return mounts.find((mount) => (mount.path.endsWith('/') ? path.startsWith(mount.path) : path === mount.path))
}

function serve(
  mount: Mount | undefined,
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse },
  logger: Logger,
): void {
  const { request, response } = exchange
  if (!mount) return sendText(response, 404, { body: 'not found\n' })
  try {
    mount.request(request, response)
  } catch (error) {
    logger.error({ error, path: mount.path }, 'a request failed')
    if (!response.headersSent) sendText(response, 500, { body: 'internal error\n' })
  }
}

/** Answers a request with text; `contentType` is plain UTF-8 text unless named. */
export function sendText(response: ServerResponse, status: number, text: { readonly body: string; readonly contentType?: string }): void {
  response
    .writeHead(status, { 'content-type': text.contentType ?? 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(text.body)
}

async function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  } catch (cause) {
    throw new AppError('config_invalid', `The address ${host}:${port} cannot be used.`, {
      remedy: 'Stop what uses it, or set HOST and PORT (PORT=0 picks a free one).',
      cause,
    })
  }
}
