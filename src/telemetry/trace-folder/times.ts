import { shiftSeconds } from '../../domain/time-window.ts'
import type { TraceFolder } from './folder.ts'

const DAY_SECONDS = 86_400
const HALF_DAY_SECONDS = DAY_SECONDS / 2

/** Turns clock minutes (`13_05`, UTC, no date) into moments near the window of the case. Null without a readable case file. */
export async function clockOf(folder: TraceFolder): Promise<((minute: string) => Date) | null> {
  const about = (await folder.about()).records[0]?.value
  if (about === undefined) return null
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
