import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { LISTED, listPath, logPath, type ListedKind } from '../../src/telemetry/live/kubernetes/kinds.ts'
import { Watches } from './watches.ts'

/** An object with what an API server looks at. */
export interface ServedObject {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined; readonly [field: string]: unknown }
  readonly [field: string]: unknown
}

export interface ServedCluster {
  readonly objects: readonly ServedObject[]
  /** Text by `namespace/pod/container`, of an ended run with `/previous` behind it. */
  readonly logs?: ReadonlyMap<string, string>
  /** Paths that these credentials may not read. */
  readonly isForbidden?: (path: string) => boolean
  /** Requests that break off without an answer. */
  readonly isBroken?: () => boolean
  /** Pages after the first have expired. */
  readonly isExpired?: boolean
  /** What its clock shows; the machine's when left out. */
  readonly now?: Date
}

const HTTP_GONE = 410

/**
 * An API server of objects, for reading: lists in pages, watches, namespaces and logs, with the endings of a real one. It keeps the times that the objects have, which a real
 * one would set itself.
 */
export class ObjectApi {
  readonly asked: string[] = []
  readonly #server = http.createServer((request, response) => this.#answer(request, response))
  readonly #cluster: ServedCluster
  #objects: readonly ServedObject[]
  readonly watches = new Watches()

  private constructor(cluster: ServedCluster) {
    this.#cluster = cluster
    this.#objects = cluster.objects
  }

  static async open(cluster: ServedCluster): Promise<ObjectApi> {
    const api = new ObjectApi(cluster)
    api.#server.listen(0, '127.0.0.1')
    await once(api.#server, 'listening')
    return api
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Puts an object in the place of the one with its name, or beside the others, and tells who watches unless it is `isUnseen`. */
  put(object: ServedObject, { isUnseen = false } = {}): void {
    const isThere = this.#objects.some((one) => isSame(one, object))
    this.#objects = isThere ? this.#objects.map((one) => (isSame(one, object) ? object : one)) : [...this.#objects, object]
    this.watches.tell(isThere ? 'MODIFIED' : 'ADDED', object, isUnseen)
  }

  /** Takes an object away, and tells who watches unless that is `isUnseen`. */
  remove(object: ServedObject, { isUnseen = false } = {}): void {
    this.#objects = this.#objects.filter((one) => !isSame(one, object))
    this.watches.tell('DELETED', object, isUnseen)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    if (this.#cluster.isBroken?.()) return void response.destroy()
    const url = new URL(request.url ?? '/', 'http://api')
    this.asked.push(`${request.method} ${url.pathname}${url.search}`)
    if (this.#cluster.now !== undefined) response.setHeader('date', this.#cluster.now.toUTCString())
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const { pathname: path, searchParams } = url
    if (this.#cluster.isForbidden?.(path)) return void send(403, statusOf(403, 'Forbidden', `no right to read ${path}`))
    if (path === '/version') return void send(200, { gitVersion: 'v1.36.0' })
    const namespace = /^\/api\/v1\/namespaces\/([^/]+)$/.exec(path)?.[1]
    if (namespace !== undefined) {
      const found = this.#objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace)
      return void (found ? send(200, found) : send(404, statusOf(404, 'NotFound', `namespaces "${namespace}" not found`)))
    }
    const pod = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/log$/.exec(path)
    if (pod?.[1] !== undefined && pod[2] !== undefined && path === logPath(pod[1], pod[2])) {
      const key = [pod[1], pod[2], searchParams.get('container'), ...(searchParams.get('previous') === 'true' ? ['previous'] : [])].join(
        '/',
      )
      const log = this.#cluster.logs?.get(key)
      if (log === undefined) return void send(400, statusOf(400, 'BadRequest', 'the container has no log'))
      return void response.writeHead(200, { 'content-type': 'text/plain' }).end(log)
    }
    const listed = LISTED.flatMap((kind) => placeOf(kind, path))[0]
    if (listed === undefined) return void send(404, statusOf(404, 'NotFound', 'the server could not find the requested resource'))
    if (searchParams.get('watch') === '1') return this.watches.open(listed, searchParams, response)
    const from = Number(searchParams.get('continue') ?? 0)
    if (from > 0 && this.#cluster.isExpired)
      return void send(HTTP_GONE, statusOf(HTTP_GONE, 'Expired', 'the continue parameter is too old'))
    return void send(200, this.#page(listed, from, Number(searchParams.get('limit') ?? 0)))
  }

  #page({ kind, namespace }: { readonly kind: ListedKind; readonly namespace: string | null }, from: number, limit: number) {
    const all = this.#objects.filter((one) => one.kind === kind.kind && (namespace === null || one.metadata.namespace === namespace))
    const to = limit > 0 ? from + limit : all.length
    const more = to < all.length ? { continue: String(to), remainingItemCount: all.length - to } : {}
    const api = kind.api.replace(/^\/apis?\//, '')
    // A real one leaves kind and version to the list.
    const items = all.slice(from, to).map(({ kind: _kind, ...rest }) => rest)
    return { kind: `${kind.kind}List`, apiVersion: api, metadata: { resourceVersion: String(this.watches.version), ...more }, items }
  }
}

function placeOf(kind: ListedKind, path: string): readonly { readonly kind: ListedKind; readonly namespace: string | null }[] {
  if (path === listPath(kind, null)) return [{ kind, namespace: null }]
  const namespace = /\/namespaces\/([^/]+)\/[^/]+$/.exec(path)?.[1]
  return kind.isNamespaced && namespace !== undefined && path === listPath(kind, namespace) ? [{ kind, namespace }] : []
}

function isSame(one: ServedObject, other: ServedObject): boolean {
  return one.kind === other.kind && one.metadata.name === other.metadata.name && one.metadata.namespace === other.metadata.namespace
}

function statusOf(code: number, reason: string, message: string) {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message }
}
