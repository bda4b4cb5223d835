import { brokenFlowSymptoms } from '../broken-flow.ts'
import { hotWorkloadSymptoms } from '../hot-workloads.ts'
import { gapSymptoms } from '../network-gaps.ts'
import { skippedWorkSymptoms } from '../skipped-work.ts'
import { alertSymptoms } from './from-alerts.ts'
import { callFailureSymptoms } from './from-call-failures.ts'
import { callSymptoms } from './from-calls.ts'
import { checkSymptoms, spanSymptoms } from './from-checks.ts'
import { eventSymptoms } from './from-events.ts'
import { logSymptoms } from './from-logs.ts'
import { objectSymptoms } from './from-objects.ts'
import { seriesSymptoms } from './from-series.ts'
import type { RawSymptom, SymptomSources } from './symptom-sources.ts'

const READERS: readonly ((sources: SymptomSources) => readonly RawSymptom[])[] = [
  alertSymptoms,
  checkSymptoms,
  callSymptoms,
  callFailureSymptoms,
  gapSymptoms,
  hotWorkloadSymptoms,
  seriesSymptoms,
  logSymptoms,
  skippedWorkSymptoms,
  brokenFlowSymptoms,
  spanSymptoms,
]

/** Everything that the facts say is wrong or new, background included: states, events, then the order of the readers. */
export function readSymptoms(sources: SymptomSources): readonly RawSymptom[] {
  const states = objectSymptoms(sources)
  return [...states, ...eventSymptoms(sources, states), ...READERS.flatMap((reader) => reader(sources))]
}
