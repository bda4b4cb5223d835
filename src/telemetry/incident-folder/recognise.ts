import { isThere } from '../shared/regular-file.ts'

/** True when the folder looks like a recorded incident: an alert beside logs, metrics or a change history. */
export function isIncidentFolder(dir: string): boolean {
  const has = (name: string) => isThere(dir, name)
  return has('alert.json') && (has('logs.ndjson') || has('metrics.csv') || has('context/commits.json'))
}
