import type { Ask, HttpRequest } from '../../src/telemetry/http/ask.ts'

/** Asks a server on loopback without limits, each time with `always` besides, and keeps what was asked. */
export function plainAsk(url: string, always: Readonly<Record<string, string>> = {}): { readonly ask: Ask; readonly asked: HttpRequest[] } {
  const asked: HttpRequest[] = []
  const ask: Ask = async (request, signal) => {
    asked.push(request)
    const fields = new URLSearchParams(always)
    for (const [name, value] of request.parameters ?? []) fields.append(name, value)
    const address = `${url}${request.path}${request.method === 'GET' && fields.size > 0 ? `?${fields.toString()}` : ''}`
    const response = await fetch(address, request.method === 'GET' ? { signal } : { method: 'POST', body: fields, signal })
    const body = await response.text()
    const date = response.headers.get('date')
    if (response.ok) return { ending: 'ok', body, isCut: false, date: date === null ? null : new Date(date) }
    const ending = response.status === 401 || response.status === 403 ? 'forbidden' : response.status === 404 ? 'unknown' : 'error'
    return { ending, code: 'telemetry_failed', why: `the server answered ${response.status}`, status: response.status, body }
  }
  return { ask, asked }
}
