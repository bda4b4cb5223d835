import type { QueryKind } from './telemetry-rows.ts'

const WORDS: Readonly<Record<QueryKind, string>> = {
  overview: 'overview',
  alerts: 'alerts',
  kubernetes_events: 'Kubernetes events',
  listings: 'which kinds of objects were listed',
  object_versions: 'Kubernetes objects',
  service_calls: 'traces (calls served)',
  call_edges: 'traces (calls between services)',
  series: 'metrics',
  log_patterns: 'logs',
  call_failures: 'logs',
  changes: 'deploys, commits and flags',
  provider_status: 'provider status',
  checks: 'checks of nodes and ports',
  dependencies: 'declared dependencies',
  log_examples: 'single log records',
  span_examples: 'single spans',
  statements: 'what people said',
}

/** What people call a kind of read, in progress and under "not checked". */
export function wordsForQuery(kind: QueryKind): string {
  return WORDS[kind]
}
