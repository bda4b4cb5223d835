import type { AskedPeriod } from './asked-period.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import { rowsOf } from './reading.ts'

/** Which part of the recording people asked about, as the overview of a run holds it; null when they asked about all of it. */
export function askedPeriodIn(evidence: readonly Evidence[]): AskedPeriod | null {
  const overviews = evidence.filter((entry): entry is Evidence<'overview'> => entry.query.kind === 'overview')
  return overviews.flatMap(({ reading }) => rowsOf(reading)).find(({ asked }) => asked !== undefined)?.asked ?? null
}

/** What people are told about the part that was looked at (UTC); null when neither the question nor the options name one. */
export function narrowingSentence({ narrowed }: Diagnosis['window']): string | null {
  if (narrowed === undefined) return null
  const { by, words, assumed, recording, start, end } = narrowed
  const asked = `${by === 'question' ? 'the question' : 'the options'} (“${words}”${assumed === '' ? '' : `, ${assumed}`})`
  const whole = `${recording.start} to ${recording.end}`
  if (start === recording.start && end === recording.end)
    return `Looked at the whole recording, ${whole}, all of which lies in the period of ${asked}.`
  const before = start === recording.start ? '' : ' What was recorded before that is what it is compared with.'
  return `Looked at ${start} to ${end} of the recording from ${whole}, narrowed by ${asked}.${before}`
}

/** What has to be said when nothing of what was asked for lies in the recording; empty otherwise. */
export function notNarrowed(evidence: readonly Evidence[]): Diagnosis['notChecked'] {
  const asked = askedPeriodIn(evidence)
  if (asked === null || asked.window !== null) return []
  const { recording, words } = asked
  const period = recording === null ? '' : ` (${recording.start.toISOString()} to ${recording.end.toISOString()})`
  return [
    { source: `the period of the question (“${words}”)`, why: `nothing of it lies in the recording${period}, all of which was looked at` },
  ]
}
