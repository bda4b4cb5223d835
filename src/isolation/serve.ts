import { rmSync } from 'node:fs'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import type { Care } from '../domain/part.ts'
import type { Limits } from './limits.ts'
import { crossError, reviveError, type FromProcess, type ToProcess } from './messages.ts'
import type { WatchdogData } from './watchdog.ts'

/** How a task reaches the program that started its process. */
export interface Link {
  /** Asks and waits. Rejects with what the program threw. When `signal` aborts, the program is told that nobody waits any more. */
  ask(name: string, value: unknown, signal?: AbortSignal): Promise<unknown>
  /** Says without waiting. */
  tell(name: string, value: unknown): void
  /** Aborts when the task is to end with what it has. */
  readonly signal: AbortSignal
  readonly care: Care
}

export type TaskRunner = (input: never, link: Link) => Promise<unknown>

/** What the program hands over when it starts a process. */
interface Handover {
  readonly limits: Limits
  readonly folder: string
  readonly parentPid: number
  readonly reasonFd: number
}

/** How often the main thread shows that it comes up for air. */
const BEAT_MS = 100
/** The watchdog counts and compares; its heap can be tiny. Megabytes. */
const WATCHDOG_HEAP = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 }

/** Makes this process one of the pool: it does the tasks it is told, one at a time, under a watchdog. */
export function serve(tasks: Readonly<Record<string, TaskRunner>>): void {
  const handover = JSON.parse(process.argv[2] ?? '') as Handover
  startWatchdog(handover)
  // A person who presses Ctrl-C stops the program; the program tells its processes.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => undefined)
  // The program is gone, and nobody is left who would clean up.
  process.on('disconnect', () => {
    rmSync(handover.folder, { recursive: true, force: true })
    process.exit(0)
  })
  const calls = new Map<number, PromiseWithResolvers<unknown>>()
  let stopping = new AbortController()
  process.on('message', (message: ToProcess) => {
    switch (message.kind) {
      case 'start':
        stopping = new AbortController()
        if (message.isStopped) stopping.abort()
        return void runTask(tasks, message, { calls, signal: stopping.signal })
      case 'answer':
        return settle(calls, message.id)?.resolve(message.value)
      case 'refusal':
        return settle(calls, message.id)?.reject(reviveError(message.error))
      case 'stop':
        return stopping.abort()
    }
  })
  send({ kind: 'ready' })
}

function startWatchdog(handover: Handover): void {
  const beats = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const counter = new Int32Array(beats)
  setInterval(() => void Atomics.add(counter, 0, 1), BEAT_MS)
  const workerData: WatchdogData = { ...handover, beats }
  const watchdog = new Worker(new URL('watchdog.ts', import.meta.url), { workerData, resourceLimits: WATCHDOG_HEAP, env: {} })
  // Without it nothing here is bounded any more.
  watchdog.once('error', () => process.exit(1))
}

interface Calls {
  readonly calls: Map<number, PromiseWithResolvers<unknown>>
  readonly signal: AbortSignal
}

async function runTask(
  tasks: Readonly<Record<string, TaskRunner>>,
  { task, input, care }: Extract<ToProcess, { kind: 'start' }>,
  { calls, signal }: Calls,
): Promise<void> {
  const link: Link = {
    signal,
    ask: (name, value, until) => ask({ name, value, until }, calls),
    tell: (name, value) => send({ kind: 'tell', name, value }),
    care: { ...care, begins: (part) => send({ kind: 'begins', part }), ends: (part) => send({ kind: 'ends', part }) },
  }
  try {
    const run = tasks[task]
    if (!run) throw new Error(`there is no task ${task}`)
    send({ kind: 'ended', value: await run(input as never, link), peakBytes: peakBytes() })
  } catch (error) {
    send({ kind: 'failed', error: crossError(error), peakBytes: peakBytes() })
  }
}

let nextCall = 0

function ask(
  { name, value, until }: { readonly name: string; readonly value: unknown; readonly until: AbortSignal | undefined },
  calls: Calls['calls'],
): Promise<unknown> {
  const id = nextCall++
  const answer = Promise.withResolvers<unknown>()
  calls.set(id, answer)
  const cancel = () => send({ kind: 'cancel', id, isTimeout: until?.reason instanceof Error && until.reason.name === 'TimeoutError' })
  send({ kind: 'call', id, name, value })
  if (until?.aborted) cancel()
  until?.addEventListener('abort', cancel, { once: true })
  return answer.promise.finally(() => until?.removeEventListener('abort', cancel))
}

function settle(calls: Calls['calls'], id: number): PromiseWithResolvers<unknown> | undefined {
  const call = calls.get(id)
  calls.delete(id)
  return call
}

const BYTES_A_KILOBYTE = 1024

function peakBytes(): number {
  return process.resourceUsage().maxRSS * BYTES_A_KILOBYTE
}

function send(message: FromProcess): void {
  if (process.connected) process.send?.(message)
}
