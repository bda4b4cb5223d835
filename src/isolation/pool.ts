import { AppError } from '../errors.ts'
import { FIRST_PLAN, MAX_KILLS, planAfter, tooHard, type Kill, type Plan } from './attempts.ts'
import { startProcess, type PooledProcess, type ProcessOptions, type Task } from './pooled-process.ts'

export interface PoolOptions extends ProcessOptions {
  /** Processes for each lane at the most; each works on one task at a time. */
  readonly sizes: Readonly<Record<Lane, number>>
}

/** Runs take minutes when a model judges them; an answer in a thread does not wait behind one. */
type Lane = 'run' | 'answer'

interface PooledTask {
  readonly name: string
  readonly lane: Lane
  /** Made anew for each process that tries it, so that what an earlier one recorded is in it. */
  readonly input: () => unknown
  readonly handlers: Task['handlers']
  readonly signal: AbortSignal
  /** Told of each process that had to be ended, and how the task goes on; null when it does not. */
  readonly onKill?: (kill: Kill, next: Plan | null) => Promise<void> | void
}

interface Done {
  readonly value: unknown
  /** Peak memory of the process, in bytes, whatever it did before. */
  readonly peakBytes: number
}

export interface Pool {
  /**
   * Does a task in a process of its own. Rejects with what the task throws, with `telemetry_too_hard` when it could not be done within the limits,
   * and with `telemetry_failed` when too many tasks wait or the pool is closed.
   */
  run(task: PooledTask): Promise<Done>
  /** Starts a process for the first task ahead of it. */
  warm(): void
  /** Ends every process. Safe to call twice. */
  close(): Promise<void>
}

/**
 * Tasks that one process does before a new one takes its place: what a library does not give back stays bounded. A new process compiles everything
 * anew, which costs about as much as ten small runs; at 100 that was a tenth of the time of 223 small incidents.
 */
const TASKS_A_PROCESS = 500
/** A process that held this share of its limit is not kept for the next task: memory that was held once is rarely given back whole. */
const SPENT_SHARE = 0.5
/** Most tasks that wait for a process; the queue above keeps far fewer in hand. */
const MAX_WAITING = 200
/** Processes that nobody needs for this long are ended, but for one that waits for the next run. */
const IDLE_MS = 300_000

/** A small kept pool of processes: started at need, kept for the next task, replaced after a kill or a number of tasks. */
export function createPool(options: PoolOptions): Pool {
  const lanes = {
    run: createLane(options, { size: options.sizes.run, kept: 1 }),
    answer: createLane(options, { size: options.sizes.answer, kept: 0 }),
  }

  let isClosed = false

  async function attempt(task: PooledTask, plan: Plan) {
    const lane = lanes[task.lane]
    const worker = await lane.take(task.signal)
    try {
      return await worker.run({ name: task.name, input: task.input(), handlers: task.handlers }, plan, task.signal)
    } finally {
      lane.giveBack(worker)
    }
  }

  return {
    async run(task) {
      let plan = FIRST_PLAN
      for (let kills = 0; ; kills += 1) {
        const ending = await attempt(task, plan)
        if (ending.kind === 'ended') return ending
        if (ending.kind === 'failed') throw ending.error
        if (isClosed) throw closed()
        const next = kills < MAX_KILLS ? planAfter(plan, ending, options.limits) : null
        await task.onKill?.(ending, next)
        if (next === null) throw tooHard(plan, ending, options.limits)
        plan = next
      }
    },
    warm: () => lanes.run.warm(),
    async close() {
      isClosed = true
      await Promise.all(Object.values(lanes).map((lane) => lane.close()))
    },
  }
}

interface Waiting {
  readonly resolve: (worker: PooledProcess) => void
  readonly reject: (error: Error) => void
}

function createLane(options: ProcessOptions, { size, kept }: { readonly size: number; readonly kept: number }) {
  const idle: PooledProcess[] = []
  const all = new Set<PooledProcess>()
  const waiting: Waiting[] = []
  /** Processes that are not used again and have not ended yet. */
  const ending = new Set<Promise<void>>()
  let isClosed = false
  let idleTimer: NodeJS.Timeout | undefined

  function start(): PooledProcess {
    const worker = startProcess(options)
    all.add(worker)
    return worker
  }

  /** Free and usable, or new while there is room; null when every place is taken. */
  function freeWorker(): PooledProcess | null {
    const free = idle.pop()
    if (free?.isAlive()) return free
    if (free) retire(free)
    return all.size < size ? start() : null
  }

  function restSoon(): void {
    clearTimeout(idleTimer)
    idleTimer = setTimeout(() => idle.splice(kept).forEach(retire), IDLE_MS).unref()
  }

  function leaveQueue(turn: Waiting): void {
    const place = waiting.indexOf(turn)
    if (place < 0) return
    waiting.splice(place, 1)
    turn.reject(new AppError('telemetry_timeout', 'It was stopped before anything was read.', { remedy: 'Ask again.' }))
  }

  function retire(worker: PooledProcess): void {
    all.delete(worker)
    const end = worker.end()
    ending.add(end)
    void end.finally(() => ending.delete(end))
  }

  return {
    async take(signal: AbortSignal): Promise<PooledProcess> {
      if (isClosed) throw closed()
      const worker = idle.length > 0 || waiting.length === 0 ? freeWorker() : null
      if (worker !== null) return worker
      if (waiting.length >= MAX_WAITING) throw crowded()
      const turn = Promise.withResolvers<PooledProcess>()
      waiting.push(turn)
      // A run that is already stopped only has to be weighed, and waits for its turn like the others.
      signal.addEventListener('abort', () => leaveQueue(turn), { once: true })
      return turn.promise
    },
    giveBack(worker: PooledProcess): void {
      if (isClosed) return
      const isSpent =
        !worker.isAlive() || worker.tasks() >= TASKS_A_PROCESS || worker.peakBytes() > options.limits.memoryBytes * SPENT_SHARE
      if (isSpent) retire(worker)
      const next = waiting.shift()
      if (next) return next.resolve(isSpent ? start() : worker)
      if (!isSpent) idle.push(worker)
      restSoon()
    },
    warm(): void {
      if (all.size === 0 && size > 0) idle.push(start())
    },
    async close(): Promise<void> {
      isClosed = true
      clearTimeout(idleTimer)
      for (const { reject } of waiting.splice(0)) reject(closed())
      await Promise.all([...ending, ...[...all].map((worker) => worker.end())])
    },
  }
}

function closed(): AppError {
  return new AppError('telemetry_failed', 'The processes that read telemetry are closed.', { remedy: 'Start firstcause again.' })
}

function crowded(): AppError {
  return new AppError('telemetry_failed', `More than ${MAX_WAITING} runs wait to be read.`, { remedy: 'Ask again in a minute.' })
}
