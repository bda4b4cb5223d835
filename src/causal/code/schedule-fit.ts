import type { Observation } from '../observations/observation.ts'
import type { Hazard } from './hazard.ts'

/** Jobs start a little late, and their harm shows a little later. */
const LATE_MINUTES = 8
const MINUTES_PER_DAY = 1440
/** Minute and hour of a cron line; steps and lists give no single time. */
const CRON = /(?:^|["'\s])(\d{1,2}) (\d{1,2}) [\d*?,/-]+ [\d*?,/A-Za-z-]+ [\d*?,/A-Za-z-]+/

/** 1 when the first symptom came at the time of day (UTC) that a changed cron line names, else 0. */
export function scheduleFit(hazard: Hazard, symptoms: readonly Observation[]): number {
  const match = hazard.kind === 'schedule_changed' && hazard.quote.startsWith('+') ? CRON.exec(hazard.quote) : null
  const first = symptoms.map(({ since }) => since).find((since) => since !== null)
  if (match === null || first === null || first === undefined) return 0
  const due = Number(match[2]) * 60 + Number(match[1])
  const late = (first.getUTCHours() * 60 + first.getUTCMinutes() - due + MINUTES_PER_DAY) % MINUTES_PER_DAY
  return late <= LATE_MINUTES || late >= MINUTES_PER_DAY - 2 ? 1 : 0
}
