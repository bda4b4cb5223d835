import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Metric names that its index gives: span metrics, a service graph, containers, scrapes. */
const NAMES = [
  'up',
  'traces_span_metrics_calls_total',
  'traces_span_metrics_duration_milliseconds_bucket',
  'traces_service_graph_request_total',
  'traces_service_graph_request_failed_total',
  'container_cpu_usage_seconds_total',
  'container_memory_working_set_bytes',
  'kube_pod_container_status_restarts_total',
]

/**
 * A Prometheus of invented services that takes its time over each answer, and counts how many it was asked for at once. What it answers has the right shapes and sizes and
 * means nothing.
 */
export class SlowPrometheus {
  readonly #server = http.createServer((request, response) => void this.#answer(request, response))
  readonly #delayMs: number
  readonly #services: number
  #underWay = 0
  #peak = 0
  #asked = 0

  private constructor(delayMs: number, services: number) {
    this.#delayMs = delayMs
    this.#services = services
  }

  static async open(options: { readonly delayMs: number; readonly services: number }): Promise<SlowPrometheus> {
    const server = new SlowPrometheus(options.delayMs, options.services)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Most requests that it had under way at once, and all of them. */
  get counts(): { readonly peak: number; readonly asked: number } {
    return { peak: this.#peak, asked: this.#asked }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let form = ''
    for await (const chunk of request) form += String(chunk)
    this.#asked += 1
    this.#peak = Math.max(this.#peak, (this.#underWay += 1))
    await pause(this.#delayMs)
    this.#underWay -= 1
    const url = new URL(request.url ?? '/', 'http://prometheus')
    const parameters = form === '' ? url.searchParams : new URLSearchParams(form)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ status: 'success', data: this.#dataFor(url.pathname, parameters) }))
  }

  #dataFor(path: string, parameters: URLSearchParams): unknown {
    if (path === '/api/v1/label/__name__/values') return NAMES
    if (path === '/api/v1/rules') return { groups: [] }
    if (path === '/api/v1/status/buildinfo') return { version: '3.0.0', goVersion: 'go' }
    if (path === '/api/v1/query') return { resultType: 'vector', result: this.#atOnce(Number(parameters.get('time'))) }
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(parameters.get(name)))
    return { resultType: 'matrix', result: this.#overTime(start ?? 0, end ?? 0, Math.max(1, step ?? 60)) }
  }

  #atOnce(time: number): readonly unknown[] {
    const parts = ['groups', 'samples', 'told'].flatMap((part) => Array.from({ length: NAMES.length }, (_, index) => `${part}${index}`))
    return parts.map((part) => ({ metric: { part }, value: [time, String(part.startsWith('groups') ? this.#services : 240)] }))
  }

  #overTime(start: number, end: number, step: number): readonly unknown[] {
    const moments = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step)
    return Array.from({ length: this.#services }, (_, index) => {
      const name = `service-${index}`
      const caller = `service-${Math.floor(index / 3)}`
      const metric = {
        part: 'all',
        service_name: name,
        k8s_namespace_name: 'shop',
        client: caller,
        server: name,
        namespace: 'shop',
        pod: `${name}-1`,
      }
      return { metric, values: moments.map((at) => [at, String(1 + (index % 7))]) }
    })
  }
}
