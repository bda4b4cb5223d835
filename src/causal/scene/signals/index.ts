import { alertSignals } from './from-alerts.ts'
import { brokenFlowSignals } from './from-broken-flow.ts'
import { callFailureSignals } from './from-call-failures.ts'
import { callSignals } from './from-calls.ts'
import { checkSignals } from './from-checks.ts'
import { edgeSignals } from './from-edges.ts'
import { eventSignals } from './from-events.ts'
import { gapSignals } from './from-gaps.ts'
import { hotWorkloadSignals } from './from-hot-workloads.ts'
import { logSignals } from './from-logs.ts'
import { objectSignals } from './from-objects.ts'
import { seriesSignals } from './from-series.ts'
import { skippedWorkSignals } from './from-skipped-work.ts'
import type { RawSignal, SignalSources } from './signal-sources.ts'

const READERS: readonly ((sources: SignalSources) => readonly RawSignal[])[] = [
  alertSignals,
  checkSignals,
  callSignals,
  edgeSignals,
  callFailureSignals,
  gapSignals,
  hotWorkloadSignals,
  seriesSignals,
  logSignals,
  skippedWorkSignals,
  brokenFlowSignals,
]

/** Everything that the facts say is wrong, background included: states, events, then the order of the readers. */
export function readSignals(sources: SignalSources): readonly RawSignal[] {
  const states = objectSignals(sources)
  return [...states, ...eventSignals(sources, states), ...READERS.flatMap((reader) => reader(sources))]
}
