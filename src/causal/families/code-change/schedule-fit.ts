import type { Symptom } from '../../scene/symptoms/symptom.ts'
import type { Hazard } from '../../../diffs/hazard.ts'

/** Jobs start a little late, and their harm shows a little later. */
const LATE_MINUTES = 8
/** Clocks differ by this much. */
const EARLY_MINUTES = 2
const MINUTES_PER_DAY = 1440
const MINUTES_PER_HOUR = 60
/** Minute and hour of a cron line; steps and lists give no single time. */
const CRON = /(?:^|["'\s])(\d{1,2}) (\d{1,2}|\*) [\d*?,/-]+ [\d*?,/A-Za-z-]+ [\d*?,/A-Za-z-]+/

/** 1 when the first symptom came at the time of day (UTC) that a changed cron line names, else 0. */
export function scheduleFit(hazard: Hazard, symptoms: readonly Symptom[]): number {
  const match = hazard.kind === 'schedule_changed' && hazard.quote.startsWith('+') ? CRON.exec(hazard.quote) : null
  const first = symptoms.map(({ since }) => since).find((since) => since !== null)
  if (match === null || first === null || first === undefined) return 0
  const isHourly = match[2] === '*'
  const cycle = isHourly ? MINUTES_PER_HOUR : MINUTES_PER_DAY
  const due = (isHourly ? 0 : Number(match[2]) * MINUTES_PER_HOUR) + Number(match[1])
  const late = (first.getUTCHours() * MINUTES_PER_HOUR + first.getUTCMinutes() - due + MINUTES_PER_DAY) % cycle
  return late <= LATE_MINUTES || late >= cycle - EARLY_MINUTES ? 1 : 0
}
