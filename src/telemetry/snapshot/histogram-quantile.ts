/** Increase of one cumulative bucket: observations up to `bound` (inclusive upper edge; Infinity for all of them). */
export interface Bucket {
  readonly bound: number
  readonly count: number
}

/**
 * The value below which `quantile` (0 to 1) of the observations lie, in the unit of the bounds, interpolated linearly inside its
 * bucket. `buckets`: ascending by bound, cumulative. `null` without observations; the largest finite bound when the value lies
 * beyond it. Method: `histogram_quantile` of the Prometheus documentation.
 */
export function histogramQuantile(quantile: number, buckets: readonly Bucket[]): number | null {
  const total = buckets.at(-1)?.count ?? 0
  if (total <= 0) return null
  const rank = quantile * total
  const index = buckets.findIndex(({ count }) => count >= rank)
  const bucket = buckets[index]
  const below = buckets[index - 1] ?? { bound: 0, count: 0 }
  if (!bucket || bucket.bound === Number.POSITIVE_INFINITY) return index > 0 ? below.bound : null
  const inside = bucket.count - below.count
  return inside <= 0 ? bucket.bound : below.bound + ((bucket.bound - below.bound) * (rank - below.count)) / inside
}
