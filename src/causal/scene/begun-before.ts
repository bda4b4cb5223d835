import { earliest, shiftSeconds, type TimeWindow, windowSeconds } from '../../domain/time-window.ts'
import { type Facts, rowsHeld } from './cite.ts'
import { alertKind } from './symptoms/from-alerts.ts'
import { FELT } from './symptoms/symptom.ts'

/**
 * Since when users were hurt (UTC) where a recording begins in the middle of that: alerts on what they feel began shortly before it, no longer than it lasts itself, and
 * still fire. Nothing in such a recording is from before. Null where no alert says so; what fires for longer is what the place lives with.
 */
export function begunBefore(facts: Facts, window: TimeWindow | null): Date | null {
  if (window === null) return null
  const from = shiftSeconds(window.start, -windowSeconds(window))
  const felt = rowsHeld(facts, 'alerts').filter(({ row: { name, summary, entity, startsAt, endsAt } }) => {
    const kind = alertKind(name, summary)
    return entity !== null && endsAt === null && startsAt >= from && startsAt < window.start && kind !== null && FELT.has(kind)
  })
  return earliest(felt.map(({ row }) => row.startsAt))
}
