import type { Truncation } from '../../../domain/reading.ts'
import { windowSeconds, type TimeWindow } from '../../../domain/time-window.ts'
import { gridOf } from '../../shared/grid.ts'
import type { Moments } from './client.ts'

/** Points of one answer: about 8 MB of JSON. */
const MAX_POINTS = 200_000
/** A rate needs several samples in its range, and survives that one or two are missing (Prometheus documentation, `rate`). */
const SAMPLES_IN_RANGE = 4
const LEAST_RANGE_SECONDS = 120

/** How a window is asked for: on which grid, and over which range rates are taken. */
export interface Plan {
  readonly startAt: Date
  readonly stepSeconds: number
  readonly steps: number
  readonly rangeSeconds: number
  /** Steps end at these moments, when all that belongs to them has been counted. */
  readonly moments: Moments
  /** Said where the steps had to be coarser than asked, or the window shorter; null otherwise. */
  readonly truncated: Truncation | null
}

export interface Asked {
  readonly window: TimeWindow
  readonly stepSeconds: number
  /** Series that the answer will have at most. */
  readonly series: number
  /** Seconds between two samples. */
  readonly intervalSeconds: number
}

/**
 * Plans the whole steps of a window; a last one that the window cuts is left out, because what is not counted yet would look like a loss. A step is never
 * shorter than the distance of samples, and longer than asked where the answer would have more than `MAX_POINTS`.
 */
export function planOf({ window, stepSeconds, series, intervalSeconds }: Asked): Plan {
  const least = Math.max(stepSeconds, Math.ceil(intervalSeconds))
  const points = (windowSeconds(window) / least) * series
  const step = points <= MAX_POINTS ? least : Math.ceil(points / MAX_POINTS) * least
  const grid = gridOf(window, step)
  const steps = Math.max(1, Math.min(grid.steps, Math.floor(windowSeconds(window) / step)))
  const limit = `${MAX_POINTS} points of one answer: steps of ${step} s`
  return {
    startAt: window.start,
    stepSeconds: step,
    steps,
    rangeSeconds: Math.max(step, Math.ceil(intervalSeconds) * SAMPLES_IN_RANGE, LEAST_RANGE_SECONDS),
    moments: { firstAt: new Date(window.start.getTime() + step * 1000), stepSeconds: step, count: steps },
    truncated: step > least ? { limit, leftOut: null } : grid.leftOut > 0 ? { limit: 'steps of one row', leftOut: grid.leftOut } : null,
  }
}

/** Values of a series on the grid of the plan; `null` for a step without one and for what is no number. */
export function onGrid(plan: Plan, values: readonly (readonly [number, string])[]): (number | null)[] {
  const row: (number | null)[] = Array.from({ length: plan.steps }, () => null)
  for (const [at, text] of values) {
    const index = Math.round((at * 1000 - plan.moments.firstAt.getTime()) / 1000 / plan.stepSeconds)
    const value = Number(text)
    if (index >= 0 && index < plan.steps && Number.isFinite(value)) row[index] = value
  }
  return row
}
