import type http from 'node:http'
import type { ListedKind } from '../../src/telemetry/live/kubernetes/kinds.ts'

interface WatchedObject {
  readonly kind: string
  readonly metadata: { readonly namespace?: string | undefined }
}

interface Place {
  readonly kind: ListedKind
  readonly namespace: string | null
}

interface Told {
  readonly version: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: WatchedObject
}

interface Watch extends Place {
  readonly response: http.ServerResponse
}

const HTTP_GONE = 410

/** The watches of an API server: what happened since a version, then what happens, marks of where it is, and every way in which they end. */
export class Watches {
  /** Version of the newest change, as a list tells it. */
  version = 1
  /** Requests that opened a watch so far. */
  opened = 0
  readonly #open = new Set<Watch>()
  #told: Told[] = []
  /** Versions before this one are forgotten. */
  #oldest = 1

  get count(): number {
    return this.#open.size
  }

  tell(type: Told['type'], object: WatchedObject, isUnseen: boolean): void {
    this.version += 1
    if (isUnseen) return
    const told = { version: this.version, type, object }
    this.#told.push(told)
    for (const watch of this.#open) if (concerns(watch, object)) writeLine(watch, lineOf(told))
  }

  open(place: Place, parameters: URLSearchParams, response: http.ServerResponse): void {
    this.opened += 1
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    const since = Number(parameters.get('resourceVersion') ?? 0)
    const watch = { ...place, response }
    if (since < this.#oldest) {
      writeLine(watch, GONE)
      return void response.end()
    }
    this.#open.add(watch)
    response.on('close', () => this.#open.delete(watch))
    for (const told of this.#told) if (told.version > since && concerns(watch, told.object)) writeLine(watch, lineOf(told))
  }

  /** Marks for everybody where the server is. */
  bookmark(): void {
    for (const watch of this.#open)
      writeLine(watch, { type: 'BOOKMARK', object: { kind: watch.kind.kind, metadata: { resourceVersion: String(this.version) } } })
  }

  /** Forgets every version so far: who comes back with one is told that it is gone. */
  forget(): void {
    this.#oldest = this.version + 1
    this.#told = []
    // A list names a version that is still known.
    this.version = this.#oldest
  }

  /** Ends every watch in good order, as its time is over. */
  end(): void {
    for (const { response } of this.#open) response.end()
  }

  /** Breaks every connection. */
  cut(): void {
    for (const { response } of this.#open) response.destroy()
  }

  /** Says to everybody what a server says whose memory of versions is too short. */
  expire(): void {
    for (const watch of this.#open) {
      writeLine(watch, GONE)
      watch.response.end()
    }
  }

  /** Writes a line to everybody as it is. */
  say(text: string): void {
    for (const { response } of this.#open) response.write(text)
  }
}

const GONE = {
  type: 'ERROR',
  object: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Expired', message: 'too old resource version', code: HTTP_GONE },
}

function concerns({ kind, namespace }: Place, object: WatchedObject): boolean {
  return object.kind === kind.kind && (namespace === null || namespace === object.metadata.namespace)
}

function lineOf({ version, type, object }: Told) {
  return { type, object: { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } } }
}

function writeLine({ response }: Watch, line: object): void {
  response.write(`${JSON.stringify(line)}\n`)
}
