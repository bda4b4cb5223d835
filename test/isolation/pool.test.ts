import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { Kill, Plan } from '../../src/isolation/attempts.ts'
import type { Limits } from '../../src/isolation/limits.ts'
import { createPool, type Pool } from '../../src/isolation/pool.ts'

const base = mkdtempSync(path.join(os.tmpdir(), 'firstcause-test-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

const LIMITS: Limits = { stallMs: 300, memoryBytes: 400_000_000, temporaryBytes: 30_000_000 }
/** For what is not about a process that stalls: a busy machine pauses one for longer than that. */
const UNHURRIED: Partial<Limits> = { stallMs: 60_000 }
const ENTRY = new URL('../support/pool-entry.ts', import.meta.url)

/** A store that takes longer than a process has to end after a stop. */
const SLOW_STORE_MS = 3000

async function storeSlowly(): Promise<string> {
  await once(AbortSignal.timeout(SLOW_STORE_MS), 'abort')
  return 'stored'
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('src/isolation/pool', () => {
  let pool: Pool | null = null
  afterEach(() => pool?.close())

  function open(limits: Partial<Limits> = {}, run = 1): Pool {
    const sizes = { run, answer: 1 }
    const opened = createPool({
      entry: ENTRY,
      limits: { ...LIMITS, ...limits },
      temporaryBase: base,
      mayRead: [],
      environment: {},
      sizes,
      onBreakdown: () => {},
    })
    pool = opened
    return opened
  }

  function current(): Pool {
    if (pool === null) throw new Error('no pool is open')
    return pool
  }

  /** Runs a task and keeps what was said of processes that had to be ended. */
  async function run(
    name: string,
    options: { readonly input?: unknown; readonly signal?: AbortSignal; readonly waiting?: () => void } = {},
  ) {
    const { input = null, signal = new AbortController().signal, waiting = () => {} } = options
    const kills: { readonly reason: string; readonly next: Plan | null }[] = []
    const onKill = (kill: Kill, next: Plan | null) => void kills.push({ reason: kill.reason, next })
    const handlers = { double: (value: number) => value * 2, waiting, held: () => {}, slow: storeSlowly }
    const value = await current()
      .run({ name, lane: 'run', input: () => input, handlers, signal, onKill })
      .then(
        (done) => done.value,
        (error: unknown) => error,
      )
    return { value, kills, reasons: kills.map(({ reason }) => reason) }
  }

  it('does a task in another process, answers what it asks, and keeps the process for the next', async () => {
    open(UNHURRIED)

    const first = await run('echo', { input: { at: new Date(0) } })
    const second = await run('echo')

    expect(first.value).toMatchObject({ value: { at: new Date(0) }, asked: 42 })
    expect((second.value as { pid: number }).pid).toBe((first.value as { pid: number }).pid)
    expect((first.value as { pid: number }).pid).not.toBe(process.pid)
  })

  it('hands on what a task throws, as the error that it is', async () => {
    open()

    const known = await run('fail', { input: 'telemetry_empty' })
    const defect = await run('fail')

    expect(known.value).toMatchObject({ code: 'telemetry_empty', message: 'it is empty', remedy: 'Fill it.' })
    expect(defect.value).toMatchObject({ message: 'Error: a defect' })
    expect(known.kills).toEqual([])
  })

  it('ends a process whose thread does not come back, and tries once more without the part', async () => {
    open()

    const { value, kills } = await run('logs')

    expect(kills).toMatchObject([{ reason: 'stalled', next: { isOneAtATime: true, leftOut: [{ part: { query: 'log_patterns' } }] } }])
    expect(value).toBe('logs.tsv: left out, because it kept a processor busy for more than 0.3 s without a pause')
  })

  it('finds the part among several by reading one after another, and then leaves out only that', async () => {
    open()

    const { value, kills } = await run('both')

    expect(kills.map(({ next }) => next?.leftOut.length)).toEqual([0, 1])
    expect(value).toMatchObject([{ part: { query: 'log_patterns' } }])
  })

  it('names what is too hard when leaving it out does not help', async () => {
    open()

    const { value, reasons } = await run('weigh')

    expect(reasons).toEqual(['stalled', 'stalled'])
    expect(value).toMatchObject({
      code: 'telemetry_too_hard',
      message: 'Too hard to read: weighing what was read; it kept a processor busy for more than 0.3 s without a pause.',
    })
  })

  it.each(['heap', 'buffers'])('ends a process that takes too much memory, in %s', async (name) => {
    open({ memoryBytes: 250_000_000, stallMs: 60_000 })

    const { value, reasons } = await run(name)

    expect(new Set(reasons)).toEqual(new Set(['memory']))
    expect(value).toMatchObject({ code: 'telemetry_too_hard', message: expect.stringContaining('250 MB of memory') })
  })

  it('ends a process whose temporary files grow too large, and removes them', async () => {
    open()

    const { value } = await run('files')
    await current().close()

    expect(value).toMatchObject({ message: 'Too hard to read: logs (logs.tsv); its temporary files took more than 30 MB.' })
    expect(readdirSync(base)).toEqual([])
  })

  it('survives a process that breaks down', async () => {
    open()

    const { value, reasons } = await run('crash')
    const next = await run('echo')

    expect(reasons).toEqual(['crashed', 'crashed'])
    expect(value).toMatchObject({ code: 'telemetry_too_hard' })
    expect(next.value).toMatchObject({ asked: 42 })
  })

  it('lets a task end with what it has when it is stopped', async () => {
    open()
    const stopping = new AbortController()

    const { value, kills } = await run('wait', { signal: stopping.signal, waiting: () => stopping.abort() })

    expect(value).toBe('stopped')
    expect(kills).toEqual([])
  })

  it('does not end a process that waits for a slow store after a stop', async () => {
    open()
    const stopping = new AbortController()

    const { value, kills } = await run('store', { signal: stopping.signal, waiting: () => stopping.abort() })

    expect(value).toBe('stored')
    expect(kills).toEqual([])
  })

  it('ends a process that does not hear the stop, and weighs in another what was there', async () => {
    open()
    const stopping = new AbortController()

    const { value, reasons } = await run('deaf', { signal: stopping.signal, waiting: () => stopping.abort() })

    expect(reasons).toEqual(['stopped'])
    expect(value).toBe('weighed what was there')
  })

  it('lets other runs go on beside one that is stuck', async () => {
    open({ stallMs: 60_000 }, 2)
    let hasEnded = false
    const stuck = run('weigh').finally(() => (hasEnded = true))

    const others = [await run('echo'), await run('echo'), await run('echo')]

    expect(others.map(({ value }) => (value as { asked: number }).asked)).toEqual([42, 42, 42])
    expect(hasEnded).toBe(false)
    await current().close()
    await stuck
  })

  it('gives a process no key, no network, no other program, and no folder but its own', async () => {
    open()
    const outside = path.join(base, '..', 'firstcause-test-outside')

    const { value } = await run('reach', { input: outside })

    expect(value).toEqual({
      environment: ['NODE_COMPILE_CACHE', 'TEMP', 'TMP', 'TMPDIR'],
      write: 'ERR_ACCESS_DENIED',
      read: 'ERR_ACCESS_DENIED',
      beside: 'ERR_ACCESS_DENIED',
      spawn: 'ERR_ACCESS_DENIED',
      connect: 'ERR_ACCESS_DENIED',
      temporary: 'done',
    })
    expect(existsSync(outside)).toBe(false)
  })

  it('ends its processes when the program is killed, even one that does not come back', async () => {
    const owner = spawn(process.execPath, [path.join(import.meta.dirname, '../support/pool-owner.ts'), base], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(owner.stdout, 'data')) as [Buffer]
    const { pid } = JSON.parse(String(line)) as { readonly pid: number }
    expect(isAlive(pid)).toBe(true)

    owner.kill('SIGKILL')

    await vi.waitUntil(() => !isAlive(pid), { timeout: 30_000, interval: 100 })
    expect(readdirSync(base)).toEqual([])
  })

  it('refuses tasks when it is closed, and leaves nothing behind', async () => {
    open(UNHURRIED)
    await run('echo')

    await current().close()

    expect((await run('echo')).value).toMatchObject({ code: 'telemetry_failed' })
    expect(readdirSync(base)).toEqual([])
  })

  it('waits when it is closed for a process that is spent and has not ended yet', async () => {
    // Every process has held more than half of so little.
    const opened = open({ ...UNHURRIED, memoryBytes: 120_000_000 })
    await run('echo')
    await opened.close()

    expect(readdirSync(base)).toEqual([])
  })
})
