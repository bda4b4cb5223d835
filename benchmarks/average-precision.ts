/** Root causes of one incident: each group is one cause under its accepted names. No group: nothing is wrong. */
export type Truth = readonly (readonly string[])[]

/** What is true of one incident, whatever the set's own words for it. */
export interface TruthTest<Named> {
  /** How many root causes there are; 0 when nothing is wrong. */
  readonly count: number
  /** Which root cause is meant, from 0; -1 when the named thing is none. */
  groupOf(named: Named): number
}

export interface Score {
  /** 0 when a true cause is missing, else true causes named / entities named; naming nothing where nothing is wrong is 1. */
  readonly averagePrecision: number
  readonly falseCauses: number
}

/** Average precision at full recall, as ITBench-AA defines it: names of one cause count as one prediction, order does not matter. */
export function scoreNamed<Named extends { readonly entity: string }>(named: readonly Named[], truth: TruthTest<Named>): Score {
  const once = [...new Map(named.map((one) => [one.entity, one])).values()]
  const groups = once.map((one) => truth.groupOf(one))
  const found = new Set(groups.filter((group) => group >= 0))
  const falseCauses = groups.filter((group) => group < 0).length
  const predictions = found.size + falseCauses
  if (truth.count === 0) return { averagePrecision: predictions === 0 ? 1 : 0, falseCauses }
  return { averagePrecision: found.size === truth.count ? found.size / predictions : 0, falseCauses }
}

/** The same for entities that stand in lists of accepted names. */
export function scoreCauses(named: readonly string[], truth: Truth): Score {
  return scoreNamed(
    named.map((entity) => ({ entity })),
    testOf(truth),
  )
}

export function testOf(truth: Truth): TruthTest<{ readonly entity: string }> {
  return { count: truth.length, groupOf: ({ entity }) => truth.findIndex((group) => group.includes(entity)) }
}
