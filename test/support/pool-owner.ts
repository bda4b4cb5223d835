// A program that has a process of the pool at work that does not come back. Prints its process id as JSON.
import path from 'node:path'
import process from 'node:process'
import { createPool } from '../../src/isolation/pool.ts'

const [, , base = '.'] = process.argv
const pool = createPool({
  entry: new URL('./pool-entry.ts', import.meta.url),
  limits: { stallMs: 60_000, memoryBytes: 500_000_000, temporaryBytes: 100_000_000 },
  temporaryBase: path.resolve(base),
  mayRead: [],
  environment: {},
  sizes: { run: 1, answer: 0 },
  onBreakdown: () => {},
})
const { signal } = new AbortController()
const task = { lane: 'run', input: () => null, signal } as const
const echoed = await pool.run({ ...task, name: 'echo', handlers: { double: (value: number) => value * 2 } })
await pool.run({
  ...task,
  name: 'announce-and-weigh',
  handlers: { busy: () => process.stdout.write(`${JSON.stringify({ pid: (echoed.value as { pid: number }).pid })}\n`) },
})
