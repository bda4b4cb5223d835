import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../src/errors.ts'
import { claimPorts, folderOf, takesConnections } from './claim-ports.ts'
import { serverEnv } from './executables.ts'
import type { Change, Release } from './recording/changes.ts'
import type { LogLine } from './recording/log-file.ts'

const PROGRAM = path.join(import.meta.dirname, 'ferry', 'program.mjs')
/** A broker of Erlang takes ten seconds on an idle machine. */
const START_TIMEOUT_MS = 120_000
const POLL_MS = 200
/** What a program has to close; then it is killed. */
const STOP_TIMEOUT_MS = 10_000
const COMMAND_TIMEOUT_MS = 120_000

/** How long the company is left alone before and after the change. */
export interface Pace {
  /** First requests of a program are slow and first scrapes have no rate; what is said then is not recorded. */
  readonly warmUpSeconds: number
  readonly calmSeconds: number
  readonly afterSeconds: number
}

export interface Started {
  readonly command: string
  readonly args: readonly string[]
  /** Numeric user and group that it runs as; the recorder's own without one. */
  readonly user?: { readonly uid: number; readonly gid: number }
  readonly env?: NodeJS.ProcessEnv
  /** Whose log its lines are, where they are not its own: it reads a file that another writes. */
  readonly service?: string
  /** Its lines are no log of the business: what measures. */
  readonly isSilent?: true
  /** Signal that ends it well; SIGTERM without one. */
  readonly stopSignal?: NodeJS.Signals
}

type Options = Readonly<Record<string, string | number>>

export interface Program {
  /** Which of the programs it is, where it goes by another name. */
  readonly role?: string
  /** Its command line. */
  readonly options?: Options
  /** A command that starts it, such as prlimit(1) with its arguments. */
  readonly before?: readonly string[]
}

/**
 * Where one case is played: a folder, ports of 127.0.0.1, processes with their logs, mounts, and the changes that were made. Nothing of it is left after
 * `end`.
 */
export class Stage {
  readonly lines: LogLine[] = []
  readonly changes: Change[] = []
  /** What Prometheus scrapes, by job. */
  readonly targets: { readonly job: string; readonly port: number }[] = []
  readonly dir: string
  readonly pace: Pace
  readonly #firstPort: number
  readonly #ports = new Map<string, number>()
  readonly #running = new Map<string, { readonly child: ChildProcess; readonly how: Started }>()
  readonly #programs = new Map<string, Program>()
  readonly #mounts: string[] = []
  readonly #ended = new AbortController()

  constructor(pace: Pace) {
    this.pace = pace
    this.#firstPort = claimPorts()
    this.dir = folderOf(this.#firstPort)
    chmodSync(this.dir, 0o755)
  }

  /** Aborted when the stage ends; whoever waits in the background listens to it. */
  get signal(): AbortSignal {
    return this.#ended.signal
  }

  /** The port of a name, the same each time it is asked for. */
  port(name: string): number {
    const port = this.#ports.get(name) ?? this.#firstPort + this.#ports.size
    this.#ports.set(name, port)
    return port
  }

  /** An empty folder of the stage that anybody may write in. */
  folder(name: string): string {
    const folder = path.join(this.dir, name)
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o777)
    return folder
  }

  /** Writes a file of the stage and answers its path. */
  file(name: string, text: string): string {
    const file = path.join(this.dir, name)
    writeFileSync(file, text)
    return file
  }

  /** A volume of its own in the memory of the machine, with `size=` and `nr_inodes=` as mount(8) takes them. Answers its path. */
  async mount(name: string, options: string): Promise<string> {
    const folder = this.folder(name)
    await this.run('mount', ['-t', 'tmpfs', '-o', `mode=0777,${options}`, 'tmpfs', folder])
    this.#mounts.push(folder)
    return folder
  }

  /** Starts a process whose output is its log. It runs until it ends, is stopped or the stage ends. */
  spawn(name: string, how: Started): void {
    // What was ended by a signal must not go on starting processes that nobody would end.
    this.signal.throwIfAborted()
    const { command, args, user = {}, env, service = name, isSilent } = how
    const child = spawn(command, args, { cwd: this.dir, env: serverEnv(env), stdio: ['ignore', 'pipe', 'pipe'], ...user })
    this.#running.set(name, { child, how })
    child.on('error', (error) => {
      // It never ran, and so it never exits.
      this.#running.delete(name)
      this.#hear(name, `${command}: ${error.message}`)
    })
    for (const stream of [child.stdout, child.stderr]) {
      // Nobody reads a pipe that is not listened to, and its writer would stand still.
      const lines = readline.createInterface({ input: stream })
      lines.on('line', (line) => void (isSilent || this.#hear(service, line)))
    }
  }

  /** Starts a program of the ferry company and waits until it listens. */
  async program(name: string, how: Program = {}): Promise<void> {
    const { role = name, options = {}, before = [] } = how
    const given = Object.entries({ ...options, name, port: this.port(name) }).map(([key, value]) => `--${key}=${value}`)
    const [command = '', ...args] = [...before, process.execPath, PROGRAM, role, ...given]
    this.spawn(name, { command, args })
    if (!this.#programs.has(name)) this.targets.push({ job: name, port: this.port(name) })
    this.#programs.set(name, how)
    await this.listening(name)
  }

  /** Ends a process as its operator does and waits for its end. */
  async stop(name: string): Promise<void> {
    const running = this.#running.get(name)
    this.#running.delete(name)
    if (running === undefined || running.child.exitCode !== null || running.child.signalCode !== null) return
    const gone = new Promise((resolve) => running.child.once('exit', resolve))
    running.child.kill(running.how.stopSignal ?? 'SIGTERM')
    const late = setTimeout(() => running.child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await gone
    clearTimeout(late)
  }

  /** Sends a signal to a process that goes on. */
  tell(name: string, signal: NodeJS.Signals): void {
    this.#running.get(name)?.child.kill(signal)
  }

  /** The same process anew. */
  async restart(name: string): Promise<void> {
    const how = this.#running.get(name)?.how
    await this.stop(name)
    if (how) this.spawn(name, how)
    await this.listening(name)
  }

  /** Commits and deploys a program and starts it anew, with other options beside those that it had. */
  async release(name: string, release: Release, options: Options = {}): Promise<void> {
    this.commit(name, release)
    await this.stop(name)
    const had = this.#programs.get(name)
    await this.program(name, { ...had, options: { ...had?.options, ...options, version: release.version } })
  }

  /** A commit and its deploy, as the pipeline writes them down. */
  commit(service: string, release: Release): void {
    this.changes.push({ ...release, service, at: new Date() })
  }

  /** Runs a command to its end and answers what it printed. One that fails throws with its words. */
  run(command: string, args: readonly string[], { input = '', ...options }: RunOptions = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const { user = {}, env } = options
      const at = { cwd: this.dir, env: serverEnv(env), timeout: COMMAND_TIMEOUT_MS, maxBuffer: 64 << 20, ...user }
      const child = execFile(command, args, at, (error, stdout, stderr) => {
        if (!error) return resolve(stdout)
        const words = `${command} ${args.slice(0, 4).join(' ')}: ${stderr.trim() || error.message}`
        reject(new AppError('telemetry_failed', words, { remedy: 'Look at the words of the command.' }))
      })
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(input)
    })
  }

  /** Waits until somebody takes connections at the port of a name. */
  listening(name: string): Promise<void> {
    return this.until(() => takesConnections(this.port(name)), `${name} to listen`)
  }

  /** Waits until a question is answered with yes; throws with what was waited for. */
  async until(holds: () => Promise<boolean>, what: string): Promise<void> {
    const late = Date.now() + START_TIMEOUT_MS
    while (!(await holds())) {
      if (Date.now() > late)
        throw new AppError('telemetry_failed', `waited in vain for ${what}: ${this.#lastWords()}`, { remedy: 'Look at its last words.' })
      await pause(POLL_MS)
    }
  }

  /** Ends every process by its id, takes the mounts away and removes the folder. Never throws. */
  async end(): Promise<void> {
    this.#ended.abort()
    await Promise.all([...this.#running.keys()].map((name) => this.stop(name)))
    for (const mount of this.#mounts) await this.run('umount', ['-l', mount]).catch(() => undefined)
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 })
  }

  #hear(service: string, message: string): void {
    if (!this.#ended.signal.aborted && message.trim() !== '') this.lines.push({ at: new Date(), service, message })
  }

  #lastWords(): string {
    return this.lines
      .slice(-3)
      .map(({ service, message }) => `${service}: ${message}`)
      .join(' | ')
  }
}

interface RunOptions extends Pick<Started, 'user' | 'env'> {
  /** Text given on standard input. */
  readonly input?: string
}
