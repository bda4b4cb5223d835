import PQueue from 'p-queue'
import { Agent, interceptors, ProxyAgent, request as send, type Dispatcher } from 'undici'
import { isAllowed, type AllowedRequest } from './allowed.ts'
import type { Ask, HttpAnswer, HttpRequest } from './ask.ts'
import { wordsForConnectionFailure } from './connection-failures.ts'
import { DEFAULT_HTTP_LIMITS, RETRIED, type HttpLimits } from './limits.ts'

/** A source as it is configured. What of it is secret never leaves this room. */
export interface HttpSource {
  /** For people. */
  readonly name: string
  /** Without user, query or fragment; a path in front of the API stays. */
  readonly address: string
  readonly allowed: readonly AllowedRequest[]
  readonly headers?: Readonly<Record<string, string>>
  /** Read before each request, since tokens rotate; null for none. Throws when it cannot be had. */
  readonly authorization?: () => Promise<string | null>
  readonly tls?: {
    /** In place of the authorities that Node knows, PEM. */
    readonly ca?: string
    readonly cert?: string
    readonly key?: string
    readonly servername?: string
    /** False only where the configuration says so. */
    readonly isVerified?: boolean
  }
  /** Address of an HTTP proxy on the way. */
  readonly proxy?: string
  readonly limits?: Partial<HttpLimits>
}

export interface HttpReader {
  readonly ask: Ask
  /** Most requests that were under way at once since it was opened. */
  peak(): number
  close(): Promise<void>
}

/** Characters of an answer that is none which are kept: an API says why in its first lines. */
const MAX_REFUSAL_CHARACTERS = 4000
const SECOND_MS = 1000

/**
 * The one way to a linked source: asks only what its table allows, one host, within its limits. Redirects are not followed, since they lead to login pages and
 * other hosts.
 */
export function openHttp(source: HttpSource): HttpReader {
  const limits = { ...DEFAULT_HTTP_LIMITS, ...source.limits }
  const queue = new PQueue({ concurrency: limits.concurrency, intervalCap: limits.perSecond, interval: SECOND_MS })
  const connection = connect(source, limits)
  let [underWay, peak] = [0, 0]

  async function askInTurn(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    underWay += 1
    peak = Math.max(peak, underWay)
    try {
      return await askOnce({ source, limits, connection }, request, signal)
    } finally {
      underWay -= 1
    }
  }
  return {
    async ask(request, signal) {
      if (!isAllowed(source.allowed, request))
        return failure('telemetry_denied', `firstcause never asks ${source.name} for ${request.method} ${request.path}`)
      try {
        return await queue.add(() => askInTurn(request, signal), { signal })
      } catch {
        return failure('telemetry_timeout', `${source.name} was not asked in time: ${limits.concurrency} requests at once are its limit`)
      }
    },
    peak: () => peak,
    close: () => connection.close(),
  }
}

interface Opened {
  readonly source: HttpSource
  readonly limits: HttpLimits
  readonly connection: Dispatcher
}

function connect({ tls, proxy, allowed }: HttpSource, { concurrency, retries, timeoutMs }: HttpLimits): Dispatcher {
  const { isVerified = true, ...certificates } = tls ?? {}
  const secure = { ...certificates, rejectUnauthorized: isVerified }
  const options = { connections: concurrency, headersTimeout: timeoutMs, bodyTimeout: timeoutMs }
  const agent =
    proxy === undefined
      ? new Agent({ ...options, connect: { ...secure, timeout: timeoutMs } })
      : new ProxyAgent({ ...options, uri: proxy, requestTls: secure })
  const methods = [...new Set(allowed.map(({ method }) => method))]
  return agent.compose(
    interceptors.retry({ maxRetries: retries, statusCodes: [...RETRIED], methods, maxTimeout: timeoutMs, throwOnError: false }),
    interceptors.decompress(),
  )
}

async function askOnce({ source, limits, connection }: Opened, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(limits.timeoutMs)
  try {
    const authorization = (await source.authorization?.()) ?? null
    const { url, body, headers } = written(source.address, request)
    const answer = await send(url, {
      dispatcher: connection,
      method: request.method,
      body,
      headers: { ...source.headers, ...headers, ...(authorization === null ? {} : { authorization }) },
      signal: AbortSignal.any([signal, deadline]),
    })
    return await answered({ name: source.name, limits, expects: request.expects ?? 'json' }, answer)
  } catch (error) {
    if (deadline.aborted) return failure('telemetry_timeout', `${source.name} did not answer within ${limits.timeoutMs / SECOND_MS} s`)
    if (signal.aborted) return failure('telemetry_timeout', `nobody waited any more for ${source.name}`)
    return failure('telemetry_failed', `${source.name} could not be asked: ${wordsForConnectionFailure(error)}`)
  }
}

function written(address: string, { method, path, parameters = [], json, accept }: HttpRequest) {
  const fields = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString()
  const isForm = method === 'POST' && json === undefined
  const base = address.endsWith('/') ? address.slice(0, -1) : address
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  return {
    url: `${base}${path}${isForm || fields === '' ? '' : `?${fields}`}`,
    body: method === 'GET' ? null : isForm ? fields : JSON.stringify(json),
    headers: {
      accept: accept ?? 'application/json, */*;q=0.5',
      'accept-encoding': 'gzip',
      ...(method === 'POST' ? { 'content-type': type } : {}),
    },
  }
}

interface Expected {
  readonly name: string
  readonly limits: HttpLimits
  readonly expects: 'json' | 'text'
}

async function answered({ name, limits, expects }: Expected, { statusCode, headers, body }: Dispatcher.ResponseData): Promise<HttpAnswer> {
  const isGood = statusCode >= 200 && statusCode < 300
  const { text, isCut } = await readWithin(body, isGood ? limits.maxBytes : MAX_REFUSAL_CHARACTERS)
  if (!isGood) return refusal(name, { statusCode, text, location: oneOf(headers['location']) })
  if (expects === 'text') return { ending: 'ok', body: text, isCut, date: momentOf(oneOf(headers['date'])) }
  if (isCut) return failure('telemetry_failed', `the answer of ${name} is longer than ${limits.maxBytes} bytes, its limit`, statusCode)
  if (/^\s*</.test(text.slice(0, PAGE_START)) || (oneOf(headers['content-type']) ?? '').startsWith('text/html'))
    return failure(
      'telemetry_failed',
      `${name} answered with a web page instead of data: a login in front of it, or the address of something else`,
      statusCode,
    )
  return { ending: 'ok', body: text, isCut: false, date: momentOf(oneOf(headers['date'])) }
}

const PAGE_START = 200

/** The bytes of an answer as text, up to the limit; the rest is not waited for. */
async function readWithin(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const decoder = new TextDecoder()
  let [text, left] = ['', maxBytes]
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk.subarray(0, left), { stream: true })
    left -= chunk.byteLength
    // Leaving the loop ends the answer.
    if (left < 0) return { text, isCut: true }
  }
  return { text: text + decoder.decode(), isCut: false }
}

interface Refused {
  readonly statusCode: number
  readonly text: string
  readonly location: string | null
}

function refusal(name: string, { statusCode: status, text: body, location }: Refused): HttpAnswer {
  const said = { status, body }
  if (status === 401)
    return {
      ...said,
      ending: 'forbidden',
      code: 'telemetry_denied',
      why: `${name} does not accept the credentials (401): wrong, or expired`,
    }
  if (status === 403)
    return { ...said, ending: 'forbidden', code: 'telemetry_denied', why: `${name} does not let these credentials read it (403)` }
  if (status === 404) return { ...said, ending: 'unknown', code: 'telemetry_failed', why: `${name} knows nothing under this address (404)` }
  const why =
    status < 400
      ? `${name} sends elsewhere (${status})${hostIn(location)}: name the address of its API`
      : `${name} ${MEANING_OF_STATUS[status] ?? 'failed'} (${status})`
  return { ...said, ending: 'error', code: 'telemetry_failed', why }
}

const MEANING_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'did not understand the question',
  422: 'could not answer the question',
  429: 'is asked too often',
  502: 'is not reached by its gateway',
  503: 'is not available',
  504: 'did not answer its gateway in time',
}

function hostIn(location: string | null): string {
  const host = location === null ? null : URL.parse(location)?.host
  return host ? `, to ${host}` : ''
}

function failure(
  code: 'telemetry_denied' | 'telemetry_failed' | 'telemetry_timeout',
  why: string,
  status: number | null = null,
): HttpAnswer {
  return { ending: 'error', code, why, status, body: '' }
}

function oneOf(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}

function momentOf(text: string | null): Date | null {
  const at = text === null ? null : new Date(text)
  return at !== null && !Number.isNaN(at.getTime()) ? at : null
}
