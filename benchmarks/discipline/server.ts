import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Script, ScriptedReply, SeenRequest } from './script.ts'
import { PROTOCOLS, promptText } from './wire.ts'

const CHARACTERS_PER_TOKEN = 4
const MAX_BODY_BYTES = 32 * 1024 * 1024
/** Prompts that the cache remembers, newest first: providers forget after minutes, and comparing with every prompt ever seen is slow. */
const REMEMBERED_PROMPTS = 24

export interface ModelServer {
  /** Base URL for the Anthropic SDK. */
  readonly url: string
  /** Base URL for the OpenAI SDK (ends in /v1). */
  readonly openAiUrl: string
  readonly seen: readonly SeenRequest[]
  /** Replaces the script; requests already seen stay. */
  play(script: Script): void
  close(): Promise<void>
}

/** A model provider on loopback that speaks Messages, Responses and Chat Completions, and plays a script. */
export async function startModelServer(script: Script): Promise<ModelServer> {
  const seen: SeenRequest[] = []
  const prompts: string[] = []
  let current = script

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const entry = PROTOCOLS[new URL(request.url ?? '/', 'http://127.0.0.1').pathname]
    if (!entry) return send(response, { status: 404, body: { error: { type: 'not_found_error', message: 'no such path' } } })
    const body = JSON.parse(await readBody(request)) as Record<string, unknown>
    const prompt = promptText(body)
    const cachedCharacters = Math.max(0, ...prompts.map((earlier) => commonPrefixLength(earlier, prompt)))
    prompts.unshift(prompt)
    prompts.length = Math.min(prompts.length, REMEMBERED_PROMPTS)
    const tokens = { inputTokens: toTokens(prompt.length), cachedTokens: toTokens(cachedCharacters) }
    const asked: SeenRequest = {
      api: entry.api,
      number: seen.length + 1,
      ...entry.protocol.read(body),
      ...tokens,
      body,
      headers: request.headers,
    }
    seen.push(asked)
    answer({ response, reply: current(asked), asked, protocol: entry.protocol })
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((cause: unknown) =>
      send(response, { status: 500, body: { error: { type: 'script_failed', message: String(cause) } } }),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    openAiUrl: `${url}/v1`,
    seen,
    play: (next) => void (current = next),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Answer {
  readonly response: ServerResponse
  readonly reply: ScriptedReply
  readonly asked: SeenRequest
  readonly protocol: (typeof PROTOCOLS)[string]['protocol']
}

function answer({ response, reply, asked, protocol }: Answer): void {
  switch (reply.kind) {
    case 'hang':
      return
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"id":"half', () => response.destroy())
      return
    case 'garbage':
      response.writeHead(reply.status ?? 200, { 'content-type': 'text/html' }).end('<html>gateway</html>')
      return
    case 'raw':
      response.writeHead(200, { 'content-type': 'application/json' }).end(reply.body)
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'error': {
      const wait = reply.retryAfterSeconds === undefined ? {} : { 'retry-after': String(reply.retryAfterSeconds) }
      // Each provider has its own name for the header.
      const headers = { ...wait, 'request-id': 'req_scripted', 'x-request-id': 'req_scripted' }
      return send(response, { status: reply.status, body: protocol.error(reply.type), headers })
    }
    default: {
      const outputTokens = toTokens(JSON.stringify(reply).length)
      const usage = { inputTokens: asked.inputTokens, cachedTokens: asked.cachedTokens, outputTokens }
      return send(response, { status: 200, body: protocol.reply(reply, { id: String(asked.number), model: asked.body['model'], usage }) })
    }
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw new Error('request body over the limit')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

interface Sent {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

function send(response: ServerResponse, { status, body, headers }: Sent): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function commonPrefixLength(a: string, b: string): number {
  const end = Math.min(a.length, b.length)
  let length = 0
  while (length < end && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}

function toTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN)
}
