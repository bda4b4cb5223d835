import { shiftSeconds } from '../../domain/time-window.ts'
import type { TraceFolder } from './folder.ts'
import type { CaseFile } from './schema.ts'

const DAY_SECONDS = 86_400
const HALF_DAY_SECONDS = DAY_SECONDS / 2

/** Spans that begin this long before the first minute that a file names show that minutes are named by their end. */
const NAMED_BY_END_SECONDS = 15
const MINUTE_SECONDS = 60

/**
 * Turns clock minutes (`13_05`, UTC, no date) into moments near the window of the case: the start of the minute. Exporters name a minute by its start or
 * by its end; the sampled spans tell which. Null without a readable case file.
 */
export async function clockOf(folder: TraceFolder): Promise<((minute: string) => Date) | null> {
  const about = (await folder.about()).records[0]?.value
  if (about === undefined) return null
  const named = namedMinute(about)
  const [operations, spans] = [await folder.operations(), await folder.spans()]
  const first = Math.min(...operations.records.map(({ value }) => named(value.minute).getTime()))
  const begins = Math.min(...spans.records.map(({ value }) => fromNanos(value.StartTimeUnixNano).getTime()))
  const isNamedByEnd = Number.isFinite(begins) && begins < first - NAMED_BY_END_SECONDS * 1000
  return (minute) => (isNamedByEnd ? shiftSeconds(named(minute), -MINUTE_SECONDS) : named(minute))
}

function namedMinute(about: CaseFile): (minute: string) => Date {
  const near = new Date(about.window_start * 1000)
  const midnight = Date.UTC(near.getUTCFullYear(), near.getUTCMonth(), near.getUTCDate())
  return (minute) => {
    const [hours = 0, minutes = 0] = minute.split('_').map(Number)
    const at = new Date(midnight + (hours * 60 + minutes) * 60_000)
    const offBy = (at.getTime() - near.getTime()) / 1000
    if (offBy > HALF_DAY_SECONDS) return shiftSeconds(at, -DAY_SECONDS)
    return offBy < -HALF_DAY_SECONDS ? shiftSeconds(at, DAY_SECONDS) : at
  }
}

/** A moment from nanoseconds since 1970 (text, because they exceed exact numbers); precision below a millisecond is dropped. */
export function fromNanos(nanos: string): Date {
  return new Date(Number(nanos.slice(0, -6)))
}
