import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpRefusal, readBody, sendJson } from '../http.ts'
import { grantedScopes } from '../messages.ts'
import { asText, type JsonObject, SlackRefusal } from '../model.ts'
import type { Realm } from '../realm.ts'
import { CHAT_METHODS } from './chat.ts'
import { CONVERSATION_METHODS } from './conversations.ts'
import { FILE_METHODS } from './files.ts'
import type { Method } from './method.ts'
import { PEOPLE_METHODS } from './people.ts'
import type { Rates } from './rates.ts'
import { STATUS_METHODS } from './status.ts'
import { STREAM_METHODS } from './streams.ts'
import { VALIDATE_METHODS } from './validate.ts'
import { VIEW_METHODS } from './views.ts'

const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...PEOPLE_METHODS,
  ...STATUS_METHODS,
  ...STREAM_METHODS,
  ...VALIDATE_METHODS,
  ...VIEW_METHODS,
}

/** One call as it was answered, for tests that ask what the app did. Arguments are as they were sent, tokens left out. */
export interface ApiCall {
  readonly method: string
  readonly args: JsonObject
  readonly at: Date
  /** `ok`, `ratelimited`, or Slack's error code. */
  readonly outcome: string
}

/** The Web API under `/api/<method>`. Answers like Slack: 200 with `ok`, except 429 with `Retry-After`. */
export class WebApi {
  readonly calls: ApiCall[] = []
  readonly #realm: Realm
  readonly #rates: Rates

  constructor(realm: Realm, rates: Rates) {
    this.#realm = realm
    this.#rates = rates
  }

  async handle(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { args, token } = await readArguments(request)
    const answer = await this.#answer(name, args, token)
    this.calls.push({ method: name, args, at: this.#realm.clock(), outcome: answer['ok'] === true ? 'ok' : asText(answer['error']) })
    if (this.calls.length > MAX_REMEMBERED_CALLS) this.calls.splice(0, this.calls.length - MAX_REMEMBERED_CALLS)
    const { retry_after_seconds: retryAfter, ...body } = answer
    if (retryAfter !== undefined) response.setHeader('retry-after', asText(retryAfter))
    const scopes = grantedScopes(this.#realm).join(',')
    response.setHeader('x-oauth-scopes', scopes)
    sendJson(response, retryAfter === undefined ? 200 : 429, body)
  }

  async #answer(name: string, args: JsonObject, token: string): Promise<JsonObject> {
    try {
      const method = METHODS[name]
      if (!method) throw new SlackRefusal('unknown_method', { req_method: name })
      this.#authorise(method, token)
      const seconds = this.#rates.take(name, method.rate, asText(args['channel']))
      if (seconds > 0) return { ok: false, error: 'ratelimited', retry_after_seconds: seconds }
      return { ok: true, ...(await method.run(this.#realm, args)) }
    } catch (error) {
      if (error instanceof SlackRefusal) return { ok: false, error: error.error, ...error.extra }
      throw error
    }
  }

  #authorise(method: Method, token: string): void {
    if (method.token === 'none') return
    const { botToken, appToken } = this.#realm.secrets
    if (token === '') throw new SlackRefusal('not_authed')
    if (token !== botToken && token !== appToken) throw new SlackRefusal('invalid_auth')
    if (token !== (method.token === 'bot' ? botToken : appToken)) throw new SlackRefusal('not_allowed_token_type')
    if (method.token === 'app' || method.scopes.length === 0) return
    const granted = grantedScopes(this.#realm)
    if (!method.scopes.some((scope) => granted.includes(scope))) {
      throw new SlackRefusal('missing_scope', { needed: method.scopes.join(','), provided: granted.join(',') })
    }
  }
}

/** How many calls are remembered for `calls`; older ones are dropped. */
const MAX_REMEMBERED_CALLS = 5_000

async function readArguments(request: IncomingMessage): Promise<{ args: JsonObject; token: string }> {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams)
  const type = request.headers['content-type'] ?? ''
  const text = (await readBody(request)).toString('utf8')
  const body = type.startsWith('application/json') ? parseJson(text) : Object.fromEntries(new URLSearchParams(text))
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const { token, ...args } = { ...query, ...body } as Record<string, unknown>
  return { args: args as JsonObject, token: bearer ?? (typeof token === 'string' ? token : '') }
}

function parseJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Answered below like every other body that is no object.
  }
  throw new HttpRefusal(200, { ok: false, error: 'invalid_json' })
}
