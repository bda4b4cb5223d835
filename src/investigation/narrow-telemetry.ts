import { partOf, type AskedEnds, type AskedPeriod } from '../domain/asked-period.ts'
import { askedPeriodIn } from '../domain/narrowing.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { Reading } from '../domain/reading.ts'
import type { Rows } from '../domain/telemetry-rows.ts'
import type { TimeWindow } from '../domain/time-window.ts'
import { AppError } from '../errors.ts'
import type { Telemetry } from '../telemetry/port.ts'
import type { InvestigationInput } from './ports.ts'
import { findSaidPeriod } from './said-period.ts'

type Asking = Pick<InvestigationInput, 'question' | 'ends'>

/**
 * The same telemetry, whose overview says which part of it the run is asked about, so that it is recorded with what was read. Ends that were given as such go
 * before the words of the question.
 */
export function narrowTelemetry(telemetry: Telemetry, asking: Asking): Telemetry {
  const read: Telemetry['read'] = async (query, options) => {
    const reading = await telemetry.read(query, options)
    return query.kind === 'overview' ? (narrowed(reading as Reading<Rows['overview']>, asking) as typeof reading) : reading
  }
  return { label: telemetry.label, read, close: () => telemetry.close() }
}

/** Throws `usage_wrong` when nothing of the recording lies between the ends that were given as such. */
export function requireRecorded(evidence: readonly Evidence[]): void {
  const asked = askedPeriodIn(evidence)
  if (asked === null || asked.by === 'question' || asked.window !== null) return
  const { recording } = asked
  throw new AppError('usage_wrong', `nothing was recorded in the period of ${asked.words}`, {
    remedy:
      recording === null
        ? 'The recording states no times, so no part of it can be asked for.'
        : `The recording goes from ${recording.start.toISOString()} to ${recording.end.toISOString()}.`,
  })
}

function narrowed(reading: Reading<Rows['overview']>, asking: Asking): Reading<Rows['overview']> {
  if (!('rows' in reading)) return reading
  return { ...reading, rows: reading.rows.map((row) => withAsked(row, askedOf(periodOf(row), asking))) }
}

function withAsked(row: Rows['overview'], asked: AskedPeriod | null): Rows['overview'] {
  return asked === null ? row : { ...row, asked }
}

function periodOf({ from, to }: Rows['overview']): TimeWindow | null {
  return from === null || to === null ? null : { start: from, end: to }
}

function askedOf(recording: TimeWindow | null, { question = '', ends = null }: Asking): AskedPeriod | null {
  const within = (asked: AskedEnds) => ({ recording, window: recording && partOf(recording, asked) })
  if (ends !== null) return { by: 'options', words: wordsFor(ends), assumed: '', ...within(ends) }
  // Words about time mean nothing where nothing has a time.
  const said = recording && findSaidPeriod(question, recording)
  return said && { by: 'question', words: said.words, assumed: said.assumed, ...within(said) }
}

function wordsFor({ from, to }: AskedEnds): string {
  const named = { '--from': from, '--to': to }
  return Object.entries(named)
    .flatMap(([option, at]) => (at === null ? [] : [`${option} ${at.toISOString()}`]))
    .join(' ')
}
