import PQueue from 'p-queue'
import { Agent, interceptors, ProxyAgent, type Dispatcher } from 'undici'
import { isAllowed, type AllowedRequest } from './allowed.ts'
import type { Ask, Follow, Followed, HttpAnswer, HttpRequest } from './ask.ts'
import { wordsForConnectionFailure } from './connection-failures.ts'
import { followOnce } from './follow-http.ts'
import { DEFAULT_FOLLOW_LIMITS, DEFAULT_HTTP_LIMITS, RETRIED, type FollowLimits, type HttpLimits } from './limits.ts'
import { readWithin } from './read-within.ts'
import { failure, MAX_REFUSAL_CHARACTERS, refusal } from './refusals.ts'
import { sendRequest, type Addressee } from './send-request.ts'

/** A source as it is configured. What of it is secret never leaves this room. */
export interface HttpSource extends Addressee {
  /** For people. */
  readonly name: string
  readonly allowed: readonly AllowedRequest[]
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
  readonly limits?: Partial<HttpLimits & FollowLimits>
}

export interface HttpReader {
  readonly ask: Ask
  /** Not counted among the requests of `ask`: a watch lasts for minutes and costs the source next to nothing. */
  readonly follow: Follow
  /** Most requests that were under way at once since it was opened. */
  peak(): number
  close(): Promise<void>
}

const SECOND_MS = 1000

/**
 * The one way to a linked source: asks only what its table allows, one host, within its limits. Redirects are not followed, since they lead to login pages and
 * other hosts.
 */
export function openHttp(source: HttpSource): HttpReader {
  const limits = { ...DEFAULT_HTTP_LIMITS, ...DEFAULT_FOLLOW_LIMITS, ...source.limits }
  const queue = new PQueue({ concurrency: limits.concurrency, intervalCap: limits.perSecond, interval: SECOND_MS })
  const connection = connect(source, limits)
  const following = createFollowing(source, limits)
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
      if (queue.size >= limits.waiting)
        return failure('telemetry_failed', `${limits.waiting} requests wait for ${source.name} already, its limit`)
      let isAsked = false
      const askNow = () => {
        isAsked = true
        return askInTurn(request, signal)
      }
      try {
        return await queue.add(askNow, { signal })
      } catch {
        const why = isAsked
          ? `nobody waited any more for ${source.name}`
          : `${source.name} was not asked in time: ${limits.concurrency} requests at once are its limit`
        return failure('telemetry_timeout', why)
      }
    },
    follow: (request, take, signal) =>
      isAllowed(source.allowed, request)
        ? following.follow(request, take, signal)
        : Promise.resolve(failure('telemetry_denied', `firstcause never follows ${request.method} ${request.path} of ${source.name}`)),
    peak: () => peak,
    async close() {
      await Promise.all([connection.close(), following.close()])
    },
  }
}

interface Following {
  readonly follow: Follow
  close(): Promise<void>
}

/** Watches have connections of their own, made at the first one. */
function createFollowing(source: HttpSource, limits: HttpLimits & FollowLimits): Following {
  let connection: Dispatcher | null = null
  let underWay = 0
  return {
    async follow(request, take, signal): Promise<Followed> {
      if (underWay >= limits.watches)
        return failure('telemetry_failed', `${source.name} is followed ${limits.watches} times already, its limit`)
      underWay += 1
      connection ??= agentOf(source, { connections: limits.watches, headersTimeout: limits.timeoutMs, bodyTimeout: limits.silenceMs })
      try {
        return await followOnce({ source, limits, connection, take }, request, signal)
      } finally {
        underWay -= 1
      }
    },
    // What is still followed has nobody who takes it any more.
    close: () => connection?.destroy() ?? Promise.resolve(),
  }
}

interface Opened {
  readonly source: HttpSource
  readonly limits: HttpLimits
  readonly connection: Dispatcher
}

function connect(source: HttpSource, { concurrency, retries, timeoutMs }: HttpLimits): Dispatcher {
  const methods = [...new Set(source.allowed.map(({ method }) => method))]
  return agentOf(source, { connections: concurrency, headersTimeout: timeoutMs, bodyTimeout: timeoutMs }).compose(
    interceptors.retry({ maxRetries: retries, statusCodes: [...RETRIED], methods, maxTimeout: timeoutMs, throwOnError: false }),
    interceptors.decompress(),
  )
}

function agentOf({ tls, proxy }: HttpSource, options: Pick<Agent.Options, 'connections' | 'headersTimeout' | 'bodyTimeout'>): Dispatcher {
  const { isVerified = true, ...certificates } = tls ?? {}
  const secure = { ...certificates, rejectUnauthorized: isVerified }
  if (proxy !== undefined) return new ProxyAgent({ ...options, uri: proxy, requestTls: secure })
  return new Agent({ ...options, connect: { ...secure, timeout: options.headersTimeout ?? DEFAULT_HTTP_LIMITS.timeoutMs } })
}

async function askOnce({ source, limits, connection }: Opened, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(limits.timeoutMs)
  try {
    const answer = await sendRequest(source, request, { connection, signal: AbortSignal.any([signal, deadline]) })
    return await answered({ name: source.name, limits, expects: request.expects ?? 'json' }, answer)
  } catch (error) {
    if (deadline.aborted) return failure('telemetry_timeout', `${source.name} did not answer within ${limits.timeoutMs / SECOND_MS} s`)
    if (signal.aborted) return failure('telemetry_timeout', `nobody waited any more for ${source.name}`)
    return failure('telemetry_failed', `${source.name} could not be asked: ${wordsForConnectionFailure(error)}`)
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

function oneOf(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null
}

function momentOf(text: string | null): Date | null {
  const at = text === null ? null : new Date(text)
  return at !== null && !Number.isNaN(at.getTime()) ? at : null
}
