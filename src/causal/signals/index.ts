import { alertSignals } from './from-alerts.ts'
import { callSignals } from './from-calls.ts'
import { checkSignals } from './from-checks.ts'
import { eventSignals } from './from-events.ts'
import { objectSignals } from './from-objects.ts'
import type { RawSignal, SignalSources } from './signal-sources.ts'

const READERS: readonly ((sources: SignalSources) => readonly RawSignal[])[] = [
  alertSignals,
  objectSignals,
  eventSignals,
  checkSignals,
  callSignals,
]

/** Everything that the facts say is wrong, background included, in the order of the readers. */
export function readSignals(sources: SignalSources): readonly RawSignal[] {
  return READERS.flatMap((reader) => reader(sources))
}
