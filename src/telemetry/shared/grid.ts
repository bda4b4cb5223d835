import type { TimeWindow } from '../../domain/time-window.ts'
import { windowSeconds } from '../../domain/time-window.ts'

/** Longest grid an answer carries; a day of minutes fits, and more points would show a person nothing new. */
const MAX_GRID_STEPS = 2_000

/** The shape every stepped row shares. `steps` is how many elements its arrays have. */
export interface Grid {
  readonly startAt: Date
  readonly stepSeconds: number
  readonly steps: number
  /** Steps of the window that `MAX_GRID_STEPS` cut off at its end; 0 when it all fits. */
  readonly leftOut: number
}

/** The regular grid over a window: the last step may reach past its end. */
export function gridOf(window: TimeWindow, stepSeconds: number): Grid {
  const wanted = Math.ceil(windowSeconds(window) / stepSeconds)
  const steps = Math.min(wanted, MAX_GRID_STEPS)
  return { startAt: window.start, stepSeconds, steps, leftOut: wanted - steps }
}

/** Index of the step that holds the moment; null outside the grid. */
export function stepAt(grid: Grid, at: Date): number | null {
  const index = Math.floor((at.getTime() - grid.startAt.getTime()) / (grid.stepSeconds * 1000))
  return index >= 0 && index < grid.steps ? index : null
}

/** Groups items by the step their moment falls into; every step has a list, empty when nothing fell there. */
export function binByStep<T>(grid: Grid, items: readonly T[], momentOf: (item: T) => Date): readonly (readonly T[])[] {
  const bins: T[][] = Array.from({ length: grid.steps }, () => [])
  for (const item of items) {
    const index = stepAt(grid, momentOf(item))
    if (index !== null) bins[index]?.push(item)
  }
  return bins
}

/** Arithmetic mean; null of nothing, because nothing measured is not zero. */
export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Quantile by the nearest rank, `ratio` 0 to 1; null of nothing. */
export function quantileOf(values: readonly number[], ratio: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(ratio * sorted.length) - 1))] ?? null
}
