import type { Snapshot } from './snapshot.ts'

// Namespaces that run the platform or the recording itself, by the role their name states. They are left out of the scopes only;
// their events, objects and alerts are still delivered.
const PLATFORM_ROLES: readonly RegExp[] = [
  /^kube-/,
  /-system$/,
  /operators?$/,
  /^(?:cert-manager|ingress|metrics-server|local-path-storage|node-feature-discovery|external-dns|external-secrets|vault|argocd|flux)/,
  /^(?:monitoring|observability|logging|tracing|prometheus|grafana|loki|tempo|jaeger|opentelemetry|otel-collector|opensearch|elastic|clickhouse)/,
  /^(?:istio|linkerd|cilium|calico|tigera|chaos-mesh|litmus|data-recorder|velero|gatekeeper|kyverno)/,
  /(?:^|-)(?:recorders?|collectors?|exporters?)$/,
]

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

/** True for a namespace that by its name runs the platform or the recording, not an application. */
function isPlatform(namespace: string): boolean {
  return PLATFORM_ROLES.some((role) => role.test(namespace))
}
