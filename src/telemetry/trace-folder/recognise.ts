import { isThere } from '../shared/regular-file.ts'

/** True when the folder looks like a trace folder: a case file beside spans or calls. */
export function isTraceFolder(dir: string): boolean {
  const has = (name: string) => isThere(dir, name)
  return has('case.json') && (has('traces.csv') || has('edges.csv'))
}
