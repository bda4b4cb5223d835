import os from 'node:os'
import { DEFAULT_LIMITS, type Limits } from '../isolation/limits.ts'
import { passedOn } from '../isolation/passed-on.ts'
import { createPool, type Pool } from '../isolation/pool.ts'
import { removeLeftovers } from '../isolation/temporary-folders.ts'
import { tell } from './terminal.ts'

/** The pool of a command. Its temporary files lie in the system's folder for them; what killed commands left there is removed. */
export function openCliPool(options: {
  readonly mayRead: readonly string[]
  readonly processes: number
  readonly limits?: Partial<Limits>
}): Pool {
  const temporaryBase = os.tmpdir()
  removeLeftovers(temporaryBase)
  return createPool({
    entry: new URL('../isolation/entry.ts', import.meta.url),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    temporaryBase,
    mayRead: options.mayRead,
    environment: passedOn(process.env),
    sizes: { run: options.processes, answer: 0 },
    onBreakdown: ({ exit, stderr }) => tell(`the process that read it broke down (${exit}) ${stderr}`),
  })
}
