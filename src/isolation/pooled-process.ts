import { fork, type ChildProcess } from 'node:child_process'
import { realpathSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Part } from '../domain/part.ts'
import type { Ending, Plan } from './attempts.ts'
import type { KillReason, Limits } from './limits.ts'
import { crossError, fromProcess, reviveError, type FromProcess, type ToProcess } from './messages.ts'
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folders.ts'

/** What one task may ask of the program, by name. `signal` aborts when the process no longer waits for the answer. */
export type Handlers = Readonly<Record<string, (value: never, signal: AbortSignal) => unknown>>

export interface Task {
  readonly name: string
  readonly input: unknown
  readonly handlers: Handlers
}

export interface ProcessOptions {
  /** The module that a process runs. */
  readonly entry: URL
  readonly limits: Limits
  /** Where its folder for temporary files is made. */
  readonly temporaryBase: string
  /** Folders that it may read beside the program's own. */
  readonly mayRead: readonly string[]
  /** Variables that it gets beside the few of its own; never a key. */
  readonly environment: Readonly<Record<string, string>>
  /** What it wrote before it broke down, for the log. */
  readonly onBreakdown: (details: { readonly exit: string; readonly stderr: string }) => void
}

/** One process of the pool. It does one task at a time. */
export interface PooledProcess {
  run(task: Task, plan: Plan, signal: AbortSignal): Promise<Ending>
  /** Tasks that it began. */
  tasks(): number
  /** The most memory that it held so far, in bytes; 0 before its first task ended. */
  peakBytes(): number
  isAlive(): boolean
  /** Ends it at once and removes its temporary files. */
  end(): Promise<void>
}

/** After a stop a process has this long to end its reads and weigh what it has: reading must be over within 5 s of a stop. */
const GRACE_MS = 2500
/** A process that only weighs what another one had read has to start first, on a machine that may be busy. */
const WEIGHING_GRACE_MS = 20_000
/** A process of which nothing was heard for this long, although it waits for nothing of ours, waits for something that never comes. */
const SILENCE_MS = 120_000
const SILENCE_LOOK_MS = 1000
/** Characters of its last words that are kept. */
const MAX_STDERR_CHARACTERS = 2000
/** Share of the memory limit that JavaScript's heap may take: the rest is for what lies outside of it. */
const HEAP_SHARE = 0.7
const MEGABYTE = 1_000_000

const PROJECT = path.join(import.meta.dirname, '..', '..')
/** What of the project a process needs to run; not the data folder, which may lie in it. */
const PROGRAM = ['src', 'node_modules', 'package.json'].map((name) => path.join(PROJECT, name))
const COMPILE_CACHE = path.join(PROJECT, 'node_modules', '.cache', 'node')

/** Starts a process. It is useful at once: what it is told waits until it has loaded. */
export function startProcess(options: ProcessOptions): PooledProcess {
  const folder = makeTemporaryFolder(options.temporaryBase)
  const child = forkChild(options, folder)
  const exited = Promise.withResolvers<KillReason>()
  let reason: KillReason | null = null
  let stderr = ''
  let tasks = 0
  let peakBytes = 0
  let current: Turn | null = null
  const kill = (why: KillReason) => {
    reason ??= why
    child.kill('SIGKILL')
  }
  child.stdio[REASON_FD]?.on('data', (said: Buffer) => void (reason ??= String(said) as KillReason))
  child.stderr?.on('data', (said: Buffer) => void (stderr = (stderr + String(said)).slice(-MAX_STDERR_CHARACTERS)))
  child.on('message', (message) => {
    // A process that says what none of ours says is not listened to any longer.
    Promise.try(() => current?.take(fromProcess.parse(message))).catch(() => kill('crashed'))
  })
  // Also for a process that could not be started at all, which never closes.
  child.once('error', () => {
    kill('crashed')
    removeTemporaryFolder(folder)
    exited.resolve('crashed')
  })
  child.once('close', (code, signalName) => {
    removeTemporaryFolder(folder)
    if (reason === null) options.onBreakdown({ exit: String(signalName ?? code), stderr })
    exited.resolve(reason ?? (stderr.includes('out of memory') ? 'memory' : 'crashed'))
  })
  return {
    async run(task, plan, signal) {
      tasks += 1
      current = createTurn(child, { task, plan, signal, kill })
      const why = exited.promise.then((because): Ending => ({ kind: 'killed', reason: because, busyWith: current?.busyWith() ?? [] }))
      try {
        const ending = await Promise.race([current.ended, why])
        if (ending.kind === 'ended') peakBytes = ending.peakBytes
        return ending
      } finally {
        current.close()
        current = null
      }
    },
    tasks: () => tasks,
    peakBytes: () => peakBytes,
    isAlive: () => child.exitCode === null && child.signalCode === null && reason === null,
    async end() {
      kill('stopped')
      await exited.promise
    },
  }
}

const REASON_FD = 4

/**
 * The child sees no variable of ours but a few without secrets, writes nowhere but into its folder, starts nothing, and opens no connection; what it
 * wants of the outside it asks for. Source: Node's permission model, https://nodejs.org/api/permissions.html.
 */
function forkChild({ entry, limits, mayRead, environment }: ProcessOptions, folder: string): ChildProcess {
  const heapMegabytes = Math.floor((limits.memoryBytes * HEAP_SHARE) / MEGABYTE)
  const ownFolder = realpathSync(folder)
  const readable = [ownFolder, ...[...PROGRAM, fileURLToPath(new URL('.', entry)), ...mayRead].flatMap(withRealPath)]
  return fork(entry, [JSON.stringify({ limits, folder, parentPid: process.pid, reasonFd: REASON_FD })], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    execArgv: [
      `--max-old-space-size=${heapMegabytes}`,
      '--permission',
      ...readable.map((dir) => `--allow-fs-read=${dir}`),
      ...[ownFolder, COMPILE_CACHE].map((dir) => `--allow-fs-write=${dir}`),
      '--allow-addons',
      '--allow-worker',
      '--disable-warning=SecurityWarning',
    ],
    env: { ...environment, TMPDIR: folder, TMP: folder, TEMP: folder, NODE_COMPILE_CACHE: COMPILE_CACHE },
  })
}

/** A folder that is reached through a link is asked for under both names. One that is not there is said so by who opens it. */
function withRealPath(dir: string): readonly string[] {
  const absolute = path.resolve(dir)
  try {
    return [...new Set([absolute, realpathSync(absolute)])]
  } catch {
    return [absolute]
  }
}

interface TurnOptions {
  readonly task: Task
  readonly plan: Plan
  readonly signal: AbortSignal
  readonly kill: (reason: KillReason) => void
}

interface Turn {
  readonly ended: Promise<Ending>
  /** Throws, or rejects, for a message that no task sends. */
  take(message: FromProcess): void | Promise<unknown>
  busyWith(): readonly Part[]
  close(): void
}

/** One task in a process: its questions are answered, its parts remembered, its end awaited. */
function createTurn(child: ChildProcess, { task, plan, signal, kill }: TurnOptions): Turn {
  const ended = Promise.withResolvers<Ending>()
  const busy = new Map<string, Part>()
  const calls = new Map<number, AbortController>()
  let heardAt = performance.now()
  const send = (message: ToProcess) => void (child.connected && child.send(message, () => undefined))

  async function answer(id: number, name: string, value: unknown): Promise<void> {
    const controller = new AbortController()
    calls.set(id, controller)
    try {
      send({ kind: 'answer', id, value: await call(task.handlers, name, { value, signal: controller.signal }) })
    } catch (error) {
      send({ kind: 'refusal', id, error: crossError(error) })
    } finally {
      calls.delete(id)
      heardAt = performance.now()
    }
  }

  let grace: NodeJS.Timeout | undefined
  const graceMs = plan.isStopped ? WEIGHING_GRACE_MS : GRACE_MS
  // A process that waits for our answer is not deaf: the store may be slow.
  const expire = () => (calls.size > 0 ? waitForEnd() : kill('stopped'))
  const waitForEnd = () => void (grace = setTimeout(expire, graceMs))
  const stop = () => {
    send({ kind: 'stop' })
    waitForEnd()
  }
  const silence = setInterval(() => {
    if (calls.size === 0 && performance.now() - heardAt > SILENCE_MS) kill('silent')
  }, SILENCE_LOOK_MS)
  send({
    kind: 'start',
    task: task.name,
    input: task.input,
    care: { isOneAtATime: plan.isOneAtATime, leftOut: plan.leftOut },
    isStopped: plan.isStopped,
  })
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })

  return {
    ended: ended.promise,
    busyWith: () => [...busy.values()],
    take(message) {
      heardAt = performance.now()
      switch (message.kind) {
        case 'ready':
          return
        case 'begins':
          return void busy.set(keyOf(message.part), message.part)
        case 'ends':
          return void busy.delete(keyOf(message.part))
        case 'call':
          return void answer(message.id, message.name, message.value)
        case 'cancel':
          return calls.get(message.id)?.abort(new DOMException('not waited for', message.isTimeout ? 'TimeoutError' : 'AbortError'))
        case 'tell':
          return Promise.resolve(call(task.handlers, message.name, { value: message.value, signal }))
        case 'ended':
          return ended.resolve({ kind: 'ended', value: message.value, peakBytes: message.peakBytes })
        case 'failed':
          return ended.resolve({ kind: 'failed', error: reviveError(message.error) })
      }
    },
    close() {
      clearTimeout(grace)
      clearInterval(silence)
      signal.removeEventListener('abort', stop)
      for (const controller of calls.values()) controller.abort()
    },
  }
}

function keyOf(busyWith: Part): string {
  return busyWith.kind === 'read' ? `read ${busyWith.query}` : busyWith.kind
}

function call(handlers: Handlers, name: string, { value, signal }: { readonly value: unknown; readonly signal: AbortSignal }): unknown {
  if (!Object.hasOwn(handlers, name)) throw new Error(`nothing answers ${name}`)
  return handlers[name]?.(value as never, signal)
}
