import { randomUUID } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DrillTruth } from '../../src/drills/drill-spec.ts'
import { writeDrill } from '../../src/drills/write-drill.ts'

/**
 * A folder with a small drill of a kind, for tests that need files. Written once for each state of the code that writes drills
 * and kept in the system's temporary folder; nobody changes it.
 */
export function drillFolder(kind: string): string {
  return path.join(keptDrill(kind), INCIDENT)
}

/** What the drill of `drillFolder` is about. */
export function drillTruth(kind: string): DrillTruth {
  return JSON.parse(readFileSync(path.join(keptDrill(kind), TRUTH), 'utf8')) as DrillTruth
}

const INCIDENT = 'incident'
const TRUTH = 'truth.json'

function keptDrill(kind: string): string {
  const code = createHash('sha256')
  for (const file of globSync('src/drills/**/*.ts').toSorted()) code.update(readFileSync(file))
  const dir = path.join(tmpdir(), 'firstcause-drills', `${kind}-${code.digest('hex').slice(0, 12)}-with-truth`)
  if (existsSync(dir)) return dir
  const unfinished = `${dir}.${randomUUID()}`
  mkdirSync(unfinished, { recursive: true })
  const { truth } = writeDrill({ kind, seed: 1, scale: 'small', topology: 'shop' }, path.join(unfinished, INCIDENT))
  writeFileSync(path.join(unfinished, TRUTH), JSON.stringify(truth))
  try {
    renameSync(unfinished, dir)
  } catch {
    // Another test was faster; its folder is the same.
    rmSync(unfinished, { recursive: true, force: true })
  }
  return dir
}
