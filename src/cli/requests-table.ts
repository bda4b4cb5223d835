import type { AllowedRequest } from '../telemetry/http/allowed.ts'
import { PROMETHEUS_REQUESTS } from '../telemetry/live/prometheus/allowed.ts'
import { KUBERNETES_REQUESTS } from '../telemetry/live/kubernetes/allowed.ts'

const TABLES: Readonly<Record<string, readonly AllowedRequest[]>> = { kubernetes: KUBERNETES_REQUESTS, prometheus: PROMETHEUS_REQUESTS }

/** Every request that is ever made of a linked source, by kind of source: the tables that the reader enforces. */
export function requestsTable(): string {
  return Object.entries(TABLES)
    .map(([kind, table]) => [kind, ...table.map(({ method, path, reads }) => `  ${method.padEnd(4)} ${path}  ${reads}`)].join('\n'))
    .join('\n\n')
}
