import { execFile, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppError } from '../../src/errors.ts'
import type { Business } from './business.ts'
import type { Servers } from './servers.ts'

/** Below the ports that the machine gives to outgoing connections. */
const FIRST_PORT = 27_400
const LAST_PORT = 32_600
/** Sets whose ports differ by as much have pod networks of their own (README of the servers). */
const PORT_STEP = 100
/** One answer of kubectl: the pods of a town in YAML are under a megabyte. */
const MOST_OUTPUT_BYTES = 64 << 20
/** Starting takes 4 s alone, much longer beside others; every other command has its own, shorter waits. */
const COMMAND_TIMEOUT_MS = 180_000

export interface Command {
  /** Text given on standard input. */
  readonly input?: string
  /** An exit code that is no failure: what was printed is answered. */
  readonly isTolerant?: true
}

/** One Kubernetes of its own, with a business's program on the path of its nodes. It ends with `stop` and leaves nothing. */
export class Cluster {
  readonly port: number
  readonly #servers: Servers
  readonly #dir: string
  readonly #outside: string
  readonly #env: NodeJS.ProcessEnv
  readonly #children = new Set<ChildProcess>()

  constructor(servers: Servers, port: number, { command, page }: Business['program']) {
    this.port = port
    this.#servers = servers
    this.#dir = mkdtempSync(path.join(tmpdir(), 'town-'))
    this.#outside = path.join(this.#dir, 'outside')
    const bin = path.join(this.#dir, 'bin')
    mkdirSync(bin)
    writeFileSync(path.join(bin, command), launcher(page, { port, outside: this.#outside }))
    chmodSync(path.join(bin, command), 0o755)
    const found = process.env['PATH'] ?? ''
    this.#env = { ...process.env, SERVERS_BIN: servers.bin, PORT: String(port), NODES: '2', PATH: `${bin}${path.delimiter}${found}` }
  }

  /** The administrator's kubeconfig. */
  get kubeconfig(): string {
    return path.join(this.#dir, 'kubeconfig')
  }

  /** Starts all parts; throws when one does not come up. */
  async start(): Promise<void> {
    await this.#run(this.#servers.script, ['start', this.#dir])
  }

  /** What kubectl printed. A command that fails throws with its words. */
  kubectl(args: readonly string[], command: Command = {}): Promise<string> {
    const cluster = path.join(this.#servers.bin, 'cluster')
    return this.#run(cluster, ['kubectl', '--kubeconfig', this.kubeconfig, ...args], command)
  }

  /** An empty folder that goes when the cluster goes. */
  makeFolder(name: string): string {
    const folder = path.join(this.#dir, name)
    mkdirSync(folder)
    return folder
  }

  /** From now on every host outside of the cluster answers with this HTTP status. */
  setOutside(status: number): void {
    writeFileSync(this.#outside, String(status))
  }

  /** Ends one part, such as `node-2`. */
  async stopPart(part: string): Promise<void> {
    await this.#run(this.#servers.script, ['stop', this.#dir, part])
  }

  /** Ends every part by its process id and removes the folder. Never throws. */
  async stop(): Promise<void> {
    await this.#run(this.#servers.script, ['stop', this.#dir], { isTolerant: true })
    this.#forget()
  }

  /** The same without a promise, for the handler of a signal. */
  stopNow(): void {
    // A start that goes on would bring up parts after the stop.
    for (const child of this.#children) child.kill()
    spawnSync(this.#servers.script, ['stop', this.#dir], { env: this.#env, stdio: 'ignore' })
    this.#forget()
  }

  #forget(): void {
    rmSync(this.#dir, { recursive: true, force: true, maxRetries: 5 })
  }

  #run(file: string, args: readonly string[], { input, isTolerant }: Command = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { env: this.#env, maxBuffer: MOST_OUTPUT_BYTES, timeout: COMMAND_TIMEOUT_MS }
      const child = execFile(file, args, options, (error, stdout, stderr) => {
        this.#children.delete(child)
        if (!error || isTolerant) resolve(stdout)
        else
          reject(
            new AppError('telemetry_failed', `${args.slice(0, 6).join(' ')}: ${stderr.trim() || error.message}`, {
              remedy: 'Look at the words of the command.',
            }),
          )
      })
      this.#children.add(child)
      // A command that ends before it has read all says why by its exit code.
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(input ?? '')
    })
  }
}

/** What the nodes find under the name of the program: a container's manifest then names no path of this machine. */
function launcher(page: string, { port, outside }: { readonly port: number; readonly outside: string }): string {
  const variables = `export TOWN_API=https://127.0.0.1:${port} TOWN_OUTSIDE='${outside}'`
  return `#!/bin/sh\n${variables}\nexec '${process.execPath}' '${page}' "$@"\n`
}

/** So many ports that nobody listens on, in steps that keep the networks of clusters apart. */
export async function findPorts(count: number): Promise<readonly number[]> {
  const found: number[] = []
  for (let port = FIRST_PORT; port <= LAST_PORT && found.length < count; port += PORT_STEP) if (await isFree(port)) found.push(port)
  if (found.length === count) return found
  throw new AppError('telemetry_failed', 'no port for a cluster is free on 127.0.0.1', { remedy: 'End other clusters on this machine.' })
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
