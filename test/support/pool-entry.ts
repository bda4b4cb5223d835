// A process of the pool for tests: each task does what foreign data could bring about, for real.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { whyLeftOut, type Part } from '../../src/domain/part.ts'
import { AppError } from '../../src/errors.ts'
import { serve, type Link } from '../../src/isolation/serve.ts'

const LOGS: Part = { kind: 'read', query: 'log_patterns', file: 'logs.tsv' }
const EVENTS: Part = { kind: 'read', query: 'kubernetes_events', file: null }
const WEIGHING: Part = { kind: 'weighing' }

/** Backtracks for longer than anybody waits. */
function spin(): void {
  ;/^(?:\w+\s?)+$/.test(`${'stuck '.repeat(40)}!`)
}

serve({
  echo: async (value: unknown, link) => ({ value, asked: await link.ask('double', 21), pid: process.pid }),
  fail: async (code: null) =>
    Promise.reject(code === null ? new Error('a defect') : new AppError('telemetry_empty', 'it is empty', { remedy: 'Fill it.' })),
  crash: async (_value: null, link) => {
    link.care.begins(LOGS)
    process.abort()
  },
  // Reads logs, which never end, and says what it did when they are left out.
  logs: async (_value: null, link) => {
    const why = whyLeftOut(link.care, 'log_patterns')
    if (why === null) {
      link.care.begins(LOGS)
      spin()
    }
    return why
  },
  // Reads two sources side by side; one after another when it is told to.
  both: async (_value: null, link) => {
    const read = (part: Part & { kind: 'read' }) => {
      link.care.begins(part)
      if (part === LOGS && whyLeftOut(link.care, 'log_patterns') === null) {
        if (!link.care.isOneAtATime) link.care.begins(EVENTS)
        spin()
      }
      link.care.ends(part)
    }
    read(EVENTS)
    read(LOGS)
    return link.care.leftOut
  },
  weigh: async (_value: null, link) => {
    link.care.begins(WEIGHING)
    spin()
  },
  'announce-and-weigh': async (_value: null, link) => {
    await link.ask('busy', null)
    spin()
  },
  heap: (_value: null, link) => hold(link, () => Array.from({ length: 100_000 }, (_one, index) => ({ index }))),
  buffers: (_value: null, link) => hold(link, () => Buffer.alloc(10_000_000, 1)),
  files: async (_value: null, link) => {
    link.care.begins(LOGS)
    for (let number = 0; number < 40; number += 1) writeFileSync(path.join(tmpdir(), `spill-${number}`), Buffer.alloc(1_000_000))
    await new Promise(() => {})
  },
  // Ends only when it is stopped, and only when it listens.
  wait: async (_value: null, link) => {
    link.tell('waiting', null)
    if (!link.signal.aborted) await new Promise((resolve) => link.signal.addEventListener('abort', resolve))
    return 'stopped'
  },
  // Hears the stop, and has something to store before it ends.
  store: async (_value: null, link) => {
    link.tell('waiting', null)
    if (!link.signal.aborted) await new Promise((resolve) => link.signal.addEventListener('abort', resolve))
    return link.ask('slow', null)
  },
  deaf: async (_value: null, link) => {
    if (!link.signal.aborted) {
      link.care.begins(LOGS)
      link.tell('waiting', null)
      await new Promise(() => {})
    }
    return 'weighed what was there'
  },
  // What somebody could try who took the process over.
  reach: async (file: string) => ({
    environment: Object.keys(process.env).sort(),
    write: attempt(() => writeFileSync(file, 'x')),
    read: attempt(() => readFileSync('/etc/hostname')),
    // Beside the program's code lies, by default, its data folder.
    beside: attempt(() => readFileSync(new URL('../../README.md', import.meta.url))),
    spawn: attempt(() => spawnSync('true')),
    connect: await new Promise((resolve) => {
      const refused = attempt(() =>
        connect(9, '127.0.0.1')
          .once('connect', () => resolve('reached'))
          .once('error', (error) => resolve('code' in error ? error.code : 'error')),
      )
      if (refused !== 'done') resolve(refused)
    }),
    temporary: attempt(() => writeFileSync(path.join(tmpdir(), 'own'), 'x')),
  }),
})

async function hold(link: Link, make: () => unknown): Promise<void> {
  link.care.begins(LOGS)
  const held: unknown[] = []
  while (!link.signal.aborted) held.push(make())
  link.tell('held', held.length)
}

function attempt(work: () => unknown): string {
  try {
    work()
    return 'done'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'error'
  }
}
