import type { HttpRequest } from './ask.ts'

/** A request as it is sent to the source at this address; credentials are added by who sends it. */
export function written(address: string, { method, path, parameters = [], json, accept }: HttpRequest) {
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
