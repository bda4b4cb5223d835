import type { Group, Samples } from './read-counts.ts'

/**
 * One group of several of the same family and thing (two versions, two routes): what is counted is added up. Quantiles cannot be added; the busiest group
 * speaks for all. Throws `RangeError` of none.
 */
export function merged<T>(groups: readonly Group<T>[]): Group<T> {
  const [busiest, ...others] = groups.toSorted((a, b) => total(b.counts) - total(a.counts))
  if (busiest === undefined) throw new RangeError('nothing has no groups')
  return others.reduce(
    (sum, { counts, errors }) => ({ ...sum, counts: added(sum.counts, counts), errors: added(sum.errors, errors) }),
    busiest,
  )
}

function added(one: Samples, other: Samples): Samples {
  return one.map((value, step) => {
    const more = other[step] ?? null
    return value === null || more === null ? (value ?? more) : value + more
  })
}

function total(counts: Samples): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}
