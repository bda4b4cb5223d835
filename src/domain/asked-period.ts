import { z } from 'zod'
import { timeWindow, type TimeWindow } from './time-window.ts'

/** Which part of a recording people asked about. What lies before it stays readable, as what was usual. */
export const askedPeriod = z.object({
  by: z.enum(['question', 'options']),
  /** As it was asked: `since 14:02`, `--from 2026-05-27T14:02:00Z`. */
  words: z.string(),
  /** What had to be assumed to understand the words; empty when nothing was. */
  assumed: z.string(),
  /** What the recording covers, asked for or not; null when it has no clock. */
  recording: timeWindow.nullable(),
  /** The asked part of the recording; null when nothing of what was asked lies in it. Then all of it is looked at. */
  window: timeWindow.nullable(),
})
export type AskedPeriod = z.infer<typeof askedPeriod>

/** The ends that people gave (UTC); null for one that they left open. */
export interface AskedEnds {
  readonly from: Date | null
  readonly to: Date | null
}

/** The part of a recording between the ends that people gave; null when nothing of the recording lies between them. */
export function partOf(recording: TimeWindow, { from, to }: AskedEnds): TimeWindow | null {
  const start = from === null || from < recording.start ? recording.start : from
  const end = to === null || to > recording.end ? recording.end : to
  return start < end ? { start, end } : null
}
