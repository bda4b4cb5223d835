import { isPlatform } from '../kubernetes-rows/platform-namespaces.ts'
import type { Snapshot } from './snapshot.ts'

/** The namespaces whose applications the snapshot describes: those that traces and logs come from, and those with workloads of their own. */
export async function readScopes(snapshot: Snapshot): Promise<string[]> {
  const { db } = snapshot
  const scopes = new Set<string>()
  for (const name of ['spans', 'logs'] as const) {
    const source = await snapshot.source(name)
    if (source.rowCount === 0) continue
    const rows = await db.rows<{ namespace: string }>(`SELECT DISTINCT namespace FROM ${source.table} WHERE namespace IS NOT NULL`)
    rows.forEach(({ namespace }) => scopes.add(namespace))
  }
  const objects = await snapshot.source('objects')
  if (objects.rowCount > 0) {
    const rows = await db.rows<{ namespace: string }>(
      `SELECT DISTINCT namespace FROM objects WHERE namespace IS NOT NULL AND resource IN ('deployments', 'statefulsets', 'daemonsets')`,
    )
    rows.forEach(({ namespace }) => scopes.add(namespace))
  }
  const own = [...scopes].filter((scope) => !isPlatform(scope)).sort()
  return own.length > 0 ? own : [...scopes].sort()
}
