// The process of the pool as it ships, with one addition: the logs of a folder that holds STUCK cannot be read. It is what any pattern that
// backtracks would do, and no pattern of the product does it any more.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { createTasks } from '../../src/isolation/run-tasks.ts'
import { serve } from '../../src/isolation/serve.ts'
import { openRecorded } from '../../src/telemetry/open.ts'
import type { Telemetry } from '../../src/telemetry/port.ts'

const openLive = () => Promise.reject(new Error('nothing is linked here'))

serve(createTasks({ openRecorded: openHostile, openLive, clock: () => new Date() }))

async function openHostile(dir: string): Promise<Telemetry> {
  const telemetry = await openRecorded(dir)
  if (!existsSync(path.join(dir, 'STUCK'))) return telemetry
  return {
    ...telemetry,
    read(query, options) {
      if (query.kind === 'log_patterns') /^(?:\w+\s?)+$/.test(`${'stuck '.repeat(40)}!`)
      return telemetry.read(query, options)
    },
  }
}
