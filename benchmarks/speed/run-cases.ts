import { readdirSync } from 'node:fs'
import path from 'node:path'
import { openCliPool } from '../../src/cli/cli-pool.ts'
import { investigateHere } from '../../src/investigation/investigate-here.ts'
import { investigateIn } from '../../src/isolation/isolated-runs.ts'
import { openRecorded } from '../../src/telemetry/open.ts'

// Investigates recorded incidents one after another, in this process or in one process of the pool.
// usage: node benchmarks/speed/run-cases.ts here|pool DIR   DIR holds cases/, or is one recorded incident

const [where, dir = '.'] = process.argv.slice(2)
const pool = where === 'pool' ? openCliPool({ mayRead: [dir], processes: 1 }) : null
const investigate = pool
  ? investigateIn(pool, (folder) => ({ source: { paths: [folder] } }), { isKept: false })
  : investigateHere(openRecorded)
const { signal } = new AbortController()
for (const folder of foldersIn(dir)) {
  await investigate(
    { investigationId: null, environment: folder, mayRead: () => true },
    { clock: () => new Date(), signal, recorded: [], append: () => Promise.resolve(), progress: () => undefined },
  )
}
await pool?.close()

function foldersIn(root: string): readonly string[] {
  const cases = path.join(root, 'cases')
  if (!readdirSync(root).includes('cases')) return [root]
  return readdirSync(cases)
    .sort()
    .map((name) => path.join(cases, name))
}
