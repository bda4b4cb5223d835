import { request as send, type Dispatcher } from 'undici'
import type { HttpRequest } from './ask.ts'

/** Where a request goes, and with which credentials. */
export interface Addressee {
  /** Without user, query or fragment; a path in front of the API stays. */
  readonly address: string
  readonly headers?: Readonly<Record<string, string>>
  /** Read before each request, since tokens rotate; null for none. Rejects when it cannot be had. */
  readonly authorization?: () => Promise<string | null>
}

interface Sending {
  readonly connection: Dispatcher
  readonly signal: AbortSignal
  /** Headers that go before those of the request. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends one request with the credentials of its source; gives status and headers when they are there, the body as it comes. Rejects where there is no answer. */
export async function sendRequest(source: Addressee, request: HttpRequest, sending: Sending): Promise<Dispatcher.ResponseData> {
  const authorization = (await source.authorization?.()) ?? null
  const { url, body, headers } = written(source.address, request)
  return send(url, {
    dispatcher: sending.connection,
    method: request.method,
    body,
    headers: { ...source.headers, ...headers, ...sending.headers, ...(authorization === null ? {} : { authorization }) },
    signal: sending.signal,
  })
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
