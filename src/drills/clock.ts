/** Simulated time: seconds since the recording began, as a float with nanosecond meaning. Nothing here knows the real time. */
export interface Clock {
  readonly startMs: number
  now: number
}

const NANOS_PER_SECOND = 1_000_000_000

/** `2026-03-01T12:00:00Z`, whole seconds, as Kubernetes writes times. */
export function isoSecond(clock: Clock, seconds: number): string {
  return `${new Date(clock.startMs + Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`
}

/** `2026-03-01T12:00:00.123456Z`, as micro-time fields and alert files have it. */
export function isoMicro(clock: Clock, seconds: number): string {
  return `${isoSecond(clock, seconds).slice(0, 19)}.${fraction(seconds, 6)}Z`
}

let lastSecond = Number.NaN
let lastText = ''

/** `2026-03-01 12:00:00.123456789`: the time column of events, objects, logs and traces. No zone; it means UTC. */
export function columnTime(clock: Clock, seconds: number): string {
  return `${columnSecond(clock, seconds)}.${fraction(seconds, 9)}`
}

/** `2026-03-01 12:00:00`. The last answer is kept: hundreds of thousands of rows share few seconds. */
export function columnSecond(clock: Clock, seconds: number): string {
  const whole = clock.startMs + Math.floor(seconds) * 1000
  if (whole !== lastSecond) {
    lastSecond = whole
    lastText = new Date(whole).toISOString().slice(0, 19).replace('T', ' ')
  }
  return lastText
}

/** Three digits, as in the metric files. */
export function columnMilli(clock: Clock, seconds: number): string {
  return `${columnSecond(clock, seconds)}.${fraction(seconds, 3)}`
}

/** Integer nanoseconds of a duration in seconds. */
export function nanos(seconds: number): number {
  return Math.max(1, Math.round(seconds * NANOS_PER_SECOND))
}

function fraction(seconds: number, digits: number): string {
  const nano = Math.floor((seconds - Math.floor(seconds)) * NANOS_PER_SECOND)
  return String(nano).padStart(9, '0').slice(0, digits)
}
