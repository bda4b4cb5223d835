import { existsSync } from 'node:fs'
import path from 'node:path'

/** True when the folder looks like a trace folder: a case file beside spans or calls. */
export function isTraceFolder(dir: string): boolean {
  const has = (name: string) => existsSync(path.join(dir, name))
  return has('case.json') && (has('traces.csv') || has('edges.csv'))
}
