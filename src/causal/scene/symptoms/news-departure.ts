import type { Rows } from '../../../domain/telemetry-rows.ts'
import type { Departure } from './departure.ts'
import { baselineOf, known, median, robustZ } from './robust.ts'
import { shiftSeconds } from '../../../domain/time-window.ts'

type Series = Rows['series']

/** Share of the grid, from its start, that is taken as normal; causes that act earlier than that are beyond what numbers show. */
const BASELINE_SHARE = 1 / 6
const MIN_BASELINE_SAMPLES = 4
/** Robust z from which a sample is out: twice the usual cut of Iglewicz and Hoaglin (1993), for whole series are tested at once. */
const OUT_Z = 7
/** A departure must also change the value by this share of it, because narrow baselines make tiny shifts look large. */
const LEAST_CHANGE = 0.2
/** What drifts for longer than a run below this share of the height that the series goes to has not departed yet. */
const LEAST_HEIGHT_SHARE = 0.02
/** Smallest spread that counts, as a share of the centre. */
const LEAST_SPREAD_SHARE = 0.02
/** Of this many samples in a row so many must be out, so that one spike is no departure and one dip does not end it. */
const RUN = { of: 5, out: 4 } as const
const FEW_OUT = 2
/** A departure that begins with this share of its whole height began at once. */
const STEP_SHARE = 0.25

/** The first lasting departure of a series from its own beginning; null when it stays as it was or is too short to tell. */
export function departureOf(series: Series): Departure | null {
  const values = isRunningCount(series) ? growthOf(series.values) : series.values
  const length = Math.max(MIN_BASELINE_SAMPLES, Math.floor(values.length * BASELINE_SHARE))
  const before = known(values.slice(0, length))
  const center = median(before)
  if (center === null || before.length < MIN_BASELINE_SAMPLES) return null
  const normal = baselineOf(before, Math.max(Math.abs(center) * LEAST_SPREAD_SHARE, Number.EPSILON))
  if (normal === null) return null
  const signOf = (value: number) => (Math.abs(robustZ(value, normal)) > OUT_Z && isLarge(value, center) ? Math.sign(value - center) : 0)
  const samples = values.flatMap((value, index) => (value === null || index < length ? [] : [{ index, value, sign: signOf(value) }]))
  const slight = samples.findIndex((sample, at) => sample.sign !== 0 && isRun(samples.slice(at, at + RUN.of), sample.sign))
  const sign = samples[slight]?.sign
  if (sign === undefined) return null
  const out = samples.slice(slight).map(({ value }) => value)
  const to = sign > 0 ? Math.max(...out) : Math.min(...out)
  const drifted = out.findIndex((value) => Math.abs(value - center) >= LEAST_HEIGHT_SHARE * Math.abs(to - center))
  const start = drifted > RUN.of ? slight + drifted : slight
  const first = samples[start]
  if (!first) return null
  const rest = samples.slice(start).map(({ value }) => value)
  const shape = shapeOf(rest, center, to)
  const begun = shape === 'ramp' ? first.index - leadSteps(rest, center, to) : first.index
  return {
    since: shiftSeconds(series.startAt, Math.max(0, begun) * series.stepSeconds),
    seenAt: shiftSeconds(series.startAt, first.index * series.stepSeconds),
    until: null,
    from: center,
    typical: to,
    to,
    first: first.index,
    last: values.length - 1,
  }
}

/** A count that grows in peace too says something by how fast it grows; one that stands still in peace is read as it is. */
function isRunningCount({ metric, values }: Series): boolean {
  if (!/_(?:total|count)$/.test(metric)) return false
  const all = known(values)
  const early = known(values.slice(0, Math.max(MIN_BASELINE_SAMPLES, Math.floor(values.length * BASELINE_SHARE))))
  return all.every((value, index) => index === 0 || value >= (all[index - 1] ?? 0)) && (early.at(-1) ?? 0) > (early[0] ?? 0)
}

function growthOf(values: Series['values']): Series['values'] {
  return values.map((value, index) => {
    const before = values[index - 1]
    return value === null || before === null || before === undefined ? null : value - before
  })
}

function isLarge(value: number, center: number): boolean {
  return Math.abs(value - center) > Math.abs(center) * LEAST_CHANGE
}

/** Near the end of the data fewer samples are left; then all of them, and at least two, must be out. */
function isRun(samples: readonly { readonly sign: number }[], sign: number): boolean {
  const out = samples.filter((sample) => sample.sign === sign).length
  return samples.length < RUN.of ? out === samples.length && out >= FEW_OUT : out >= RUN.out
}

function shapeOf(rest: readonly number[], from: number, to: number): 'ramp' | 'step' {
  const most = rest.findIndex((value) => Math.abs(value - from) >= 0.8 * Math.abs(to - from))
  return most > Math.max(3, rest.length / 4) ? 'ramp' : 'step'
}

/** A ramp is seen only when it has left the noise; it began where its line, drawn back, meets the centre. */
function leadSteps(rest: readonly number[], from: number, to: number): number {
  const half = rest.findIndex((value) => Math.abs(value - from) >= 0.5 * Math.abs(to - from))
  const [first, later] = [rest[0] ?? from, rest[half] ?? to]
  // A first sample that is already far out is a step, whatever the series does afterwards.
  if (Math.abs(first - from) > STEP_SHARE * Math.abs(to - from)) return 0
  const slope = half > 0 ? (later - first) / half : 0
  return slope === 0 ? 0 : Math.max(0, Math.round((first - from) / slope))
}
