import { findSimilarIncidents } from './find-similar-incidents.ts'
import { readCandidates, readChanges, readNeighbours } from './read-brief.ts'
import { readLogs, readSpans } from './read-examples.ts'
import { readCalls, readMetrics } from './read-numbers.ts'
import {
  describeEntity,
  readAlerts,
  readChecks,
  readCommit,
  readEvents,
  readFailedCalls,
  readLogPatterns,
  readProviderStatus,
  readStatements,
} from './read-recorded.ts'
import { searchRunbooks } from './search-runbooks.ts'
import type { Tool } from './tool.ts'

/** The allow-list: every question a model may ask. All of them read; a name that is not here does not exist for it. */
export const TOOLS: readonly Tool[] = [
  readCandidates,
  readChanges,
  readAlerts,
  describeEntity,
  readEvents,
  readLogPatterns,
  readFailedCalls,
  readLogs,
  readCalls,
  readSpans,
  readMetrics,
  readNeighbours,
  readChecks,
  readProviderStatus,
  readCommit,
  readStatements,
  findSimilarIncidents,
  searchRunbooks,
]
