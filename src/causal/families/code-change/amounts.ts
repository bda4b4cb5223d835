import { shiftSeconds } from '../../../domain/time-window.ts'
import type { Symptom } from '../../scene/symptoms/symptom.ts'
import type { Hazard } from '../../../diffs/hazard.ts'

/** Amounts below this occur in every log by chance (status codes aside, which are not amounts). */
const LEAST_TELLING_AMOUNT = 5
/** A number that is spoken of may be rounded, or a hair above the limit that cut it. */
const TOLERANCE_RATIO = 0.05

/** 1 when an error text speaks of the hazard's new amount, else 0. */
export function quantityFit({ amounts }: Hazard, symptoms: readonly Symptom[]): number {
  if (amounts === null || amounts.to === null || amounts.to < LEAST_TELLING_AMOUNT || amounts.dimension === 'boolean') return 0
  const { to, dimension } = amounts
  const texts = symptoms.filter(({ source }) => source !== 'metric').map(({ said }) => said)
  const isNear = (number: number) => Math.abs(number - to) <= Math.max(to * TOLERANCE_RATIO, 0.5)
  return texts.some((text) => numbersIn(text, dimension).some(isNear)) ? 1 : 0
}

/** Numbers in the text, brought to the dimension: `300ms`, `0.3s` and `300 milliseconds` are all 300 in milliseconds. */
function numbersIn(text: string, dimension: string): readonly number[] {
  const found = [
    ...text.matchAll(
      /(?<![\w.-])(\d+(?:\.\d+)?)\s*(milliseconds?|millis|ms|seconds?|secs?|s|minutes?|m|KiB|MiB|GiB|Ki|Mi|Gi|KB|MB|GB)?(?![\w])/g,
    ),
  ]
  return found.flatMap(([, number = '', unit = '']) => scaled(Number(number), unit, dimension))
}

function scaled(number: number, unit: string, dimension: string): readonly number[] {
  // A setting without a unit may be in any; its very number is what can be met again.
  if (dimension === 'count') return [number]
  if (dimension === 'ms') {
    if (unit.startsWith('s')) return [number * 1000]
    return unit === '' || /^m(?:illi)?s/.test(unit) ? [number] : []
  }
  const power = 'KMG'.indexOf(unit[0]?.toUpperCase() ?? '-') + 1
  return power > 0 ? [number * 1024 ** power] : [number]
}

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

/** Clocks of pipeline and telemetry differ, and series are gridded: a symptom this much before the deploy may still follow it. */
const TOLERANCE_SECONDS = 90
/** A measure that departs within this of the deploy departed because of it, if anything did. */
const ALIGNED_SECONDS = 6 * 60
/** What such an alignment counts for: less than an amount that the error names. */
export const ALIGNED = 0.8

/** True when the earliest symptom of the kind is older than the change: whatever began it, this did not. */
export function hasStartedBefore(candidates: readonly Symptom[], shippedAt: Date): boolean {
  const limit = shiftSeconds(shippedAt, -TOLERANCE_SECONDS)
  const timed = candidates.filter((symptom) => symptom.since !== null)
  const early = timed.filter(({ departure, since }) => (departure?.seenAt ?? since ?? limit) < limit)
  return timed.length > 0 && early.length > 0 && (early.some(({ source }) => source === 'metric') || early.length === timed.length)
}

/** `ALIGNED` when a measure that fits departed just after the change was shipped, else 0. */
export function alignment(candidates: readonly Symptom[], shippedAt: Date): number {
  const measured = candidates.filter((symptom) => symptom.departure !== null && symptom.since !== null)
  const delays = measured.map((symptom) => ((symptom.since?.getTime() ?? 0) - shippedAt.getTime()) / 1000)
  return delays.some((delay) => delay >= -TOLERANCE_SECONDS && delay <= ALIGNED_SECONDS) ? ALIGNED : 0
}
