import type { Query, Reading } from '../../domain/reading.ts'
import type { QueryKind, Rows } from '../../domain/telemetry-rows.ts'
import type { Telemetry } from '../port.ts'
import { readAlerts, readOverview } from './alerts.ts'
import { readCallEdges, readServiceCalls } from './calls.ts'
import { readFolderCallFailures } from './call-failures.ts'
import { readChanges } from './changes.ts'
import { readLogExamples, readSpanExamples } from './examples.ts'
import { openFolder, type Folder } from './folder.ts'
import { readLogDependencies } from './log-dependencies.ts'
import { readLogPatterns } from './log-patterns.ts'
import { readProviderStatus } from './provider-status.ts'
import { readSeries } from './series.ts'

/** Opens an incident folder for reading. Files are read when first needed; never throws, damaged files show in the readings. */
export function openIncidentFolder(dir: string): Telemetry {
  const folder = openFolder(dir)
  return {
    label: `incident-folder ${dir}`,
    read: (query, { signal }) => answer(folder, query, signal) as Promise<never>,
    close: () => Promise.resolve(),
  }
}

async function answer(folder: Folder, query: Query, signal: AbortSignal): Promise<Reading<Rows[QueryKind]>> {
  if (signal.aborted) return { status: 'error', code: 'telemetry_timeout', why: 'stopped before it was read' }
  switch (query.kind) {
    case 'overview':
      return readOverview(folder)
    case 'alerts':
      return readAlerts(folder)
    case 'changes':
      return readChanges(folder)
    case 'provider_status':
      return readProviderStatus(folder)
    case 'series':
      return readSeries(folder, query)
    case 'service_calls':
      return readServiceCalls(folder, query)
    case 'call_edges':
      return readCallEdges(folder, query)
    case 'call_failures':
      return readFolderCallFailures(folder)
    case 'log_patterns':
      return readLogPatterns(folder, query)
    case 'log_examples':
      return readLogExamples(folder, query)
    case 'span_examples':
      return readSpanExamples(folder, query)
    case 'dependencies':
      return readLogDependencies(folder)
    case 'kubernetes_events':
    case 'object_versions':
    case 'checks':
    case 'listings':
    case 'statements':
      return { status: 'unknown', why: 'an incident folder holds no such records' }
  }
}
