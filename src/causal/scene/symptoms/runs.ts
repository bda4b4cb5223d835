/** A stretch of departed samples: indexes of the first and the last one. */
export interface Run {
  readonly first: number
  readonly last: number
}

/** Departed samples that a run has at least; fewer are a blip, except at the very end of the data, where it may be a beginning. */
const LEAST_SAMPLES = 3
const LEAST_SAMPLES_AT_END = 2
/** One normal sample inside a run does not end it: rates of small services touch zero now and then. */
const MAX_GAP = 1

/**
 * Stretches of samples for which `isOut` holds, long enough to mean something, ascending. `samples`: ascending by time; `null` ("no data") neither begins
 * nor ends a run.
 */
export function longRuns(samples: readonly (number | null)[], isOut: (value: number) => boolean): readonly Run[] {
  const seen = samples.flatMap((value, index) => (value === null ? [] : [{ index, out: isOut(value) }]))
  const runs: { from: number; to: number; hits: number }[] = []
  for (const [at, { out }] of seen.entries()) {
    if (!out) continue
    const open = runs.at(-1)
    if (open !== undefined && at - open.to <= MAX_GAP + 1) Object.assign(open, { to: at, hits: open.hits + 1 })
    else runs.push({ from: at, to: at, hits: 1 })
  }
  const long = runs.filter(({ to, hits }) => hits >= (to >= seen.length - 2 ? LEAST_SAMPLES_AT_END : LEAST_SAMPLES))
  return long.flatMap(({ from, to }) => {
    const [first, last] = [seen[from], seen[to]]
    return first && last ? [{ first: first.index, last: last.index }] : []
  })
}
