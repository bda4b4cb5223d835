import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Cluster } from '../cluster.ts'
import type { Servers } from '../servers.ts'

/** How often the pods that there are become targets: a new one is scraped within three seconds. */
const LOOK_MS = 2000
/** Behind the 50 ports of a cluster, before those of the next. */
const PORTS_BEHIND_CLUSTER = 60
const DEFAULT_PORT = 8080
const START_TIMEOUT_MS = 60_000

const podList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
      spec: z.object({
        containers: z.array(z.object({ name: z.string(), ports: z.array(z.object({ containerPort: z.number() })).default([]) })),
      }),
      status: z.object({ podIP: z.string().optional(), phase: z.string().optional() }),
    }),
  ),
})

const run = promisify(execFile)

/** A Prometheus beside one cluster, which scrapes its pods as a ServiceMonitor would have it. */
export class Scraped {
  readonly #script: string
  readonly #env: NodeJS.ProcessEnv
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'town-metrics-'))
  readonly #cluster: Cluster
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()

  private constructor(script: string, { bin }: Servers, cluster: Cluster) {
    this.#script = script
    this.#cluster = cluster
    this.#env = { ...process.env, SERVERS_BIN: bin, PORT: String(cluster.port + PORTS_BEHIND_CLUSTER) }
  }

  get url(): string {
    return `http://127.0.0.1:${this.#env['PORT']}`
  }

  static async start(script: string, servers: Servers, cluster: Cluster): Promise<Scraped> {
    const scraped = new Scraped(script, servers, cluster)
    mkdirSync(path.join(scraped.#dir, 'targets'))
    await run(script, ['start', scraped.#dir, 'prometheus'], { env: scraped.#env, timeout: START_TIMEOUT_MS })
    scraped.#timer = setInterval(() => void (scraped.#looking = scraped.#look()), LOOK_MS)
    return scraped
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
    await run(this.#script, ['stop', this.#dir], { env: this.#env, timeout: START_TIMEOUT_MS }).catch(() => undefined)
    rmSync(this.#dir, { recursive: true, force: true, maxRetries: 5 })
  }

  async #look(): Promise<void> {
    const text = await this.#cluster.kubectl(['get', 'pods', '-A', '-o', 'json'], { isTolerant: true })
    const pods = attempt(text)
    if (pods === null) return
    const targets = pods.items.flatMap(({ metadata: { name, namespace, labels }, spec, status: { podIP, phase } }) => {
      const [container] = spec.containers
      if (podIP === undefined || container === undefined || phase === 'Succeeded' || phase === 'Failed') return []
      const port = container.ports[0]?.containerPort ?? DEFAULT_PORT
      const app = labels['app'] ?? container.name
      const shown = {
        namespace,
        pod: name,
        container: container.name,
        service: app,
        job: `${namespace}/${app}`,
        instance: `${podIP}:${port}`,
      }
      return [{ targets: [`${podIP.replace(/^10\./, '127.')}:${port}`], labels: shown }]
    })
    const file = path.join(this.#dir, 'targets', 'pods.json')
    writeFileSync(`${file}.new`, JSON.stringify(targets))
    renameSync(`${file}.new`, file)
  }
}

function attempt(text: string): z.infer<typeof podList> | null {
  try {
    return podList.parse(JSON.parse(text))
  } catch {
    return null
  }
}
