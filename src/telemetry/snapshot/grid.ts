import { windowSeconds, type TimeWindow } from '../../domain/time-window.ts'

/** Steps of one row. A day in minutes; a finer question should ask for a shorter window. */
export const MAX_STEPS = 1440

export interface Grid {
  readonly window: TimeWindow
  readonly stepSeconds: number
}

/** Number of steps that cover the window; the last one may reach beyond its end. */
export function stepCount({ window, stepSeconds }: Grid): number {
  return Math.ceil(windowSeconds(window) / stepSeconds)
}

/** Spreads values over the grid; a step without one keeps `empty` of that step. */
export function spread(steps: readonly number[], values: readonly (number | null)[], empty: readonly (number | null)[]): (number | null)[] {
  const row = [...empty]
  for (const [index, step] of steps.entries()) if (step >= 0 && step < row.length) row[step] = values[index] ?? null
  return row
}
