import { alertSymptoms } from './from-alerts.ts'
import { brokenFlowSymptoms } from './from-broken-flow.ts'
import { callFailureSymptoms } from './from-call-failures.ts'
import { callSymptoms } from './from-calls.ts'
import { checkSymptoms } from './from-checks.ts'
import { edgeSymptoms } from './from-edges.ts'
import { eventSymptoms } from './from-events.ts'
import { gapSymptoms } from './from-gaps.ts'
import { hotWorkloadSymptoms } from './from-hot-workloads.ts'
import { logSymptoms } from './from-logs.ts'
import { objectSymptoms } from './from-objects.ts'
import { seriesSymptoms } from './from-series.ts'
import { spanSymptoms } from './from-spans.ts'
import { skippedWorkSymptoms } from './from-skipped-work.ts'
import type { RawSymptom, SymptomSources } from './symptom-sources.ts'

const READERS: readonly ((sources: SymptomSources) => readonly RawSymptom[])[] = [
  alertSymptoms,
  checkSymptoms,
  callSymptoms,
  edgeSymptoms,
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
