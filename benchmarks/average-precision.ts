/** Root causes of one incident: each group is one cause under its accepted names. No group: nothing is wrong. */
export type Truth = readonly (readonly string[])[]

export interface Score {
  /** 0 when a true cause is missing, else true causes named / entities named; naming nothing where nothing is wrong is 1. */
  readonly averagePrecision: number
  readonly falseCauses: number
}

/** Average precision at full recall, as ITBench-AA defines it: names of one cause count as one prediction, order does not matter. */
export function scoreCauses(named: readonly string[], truth: Truth): Score {
  const groupOf = (entity: string) => truth.findIndex((group) => group.includes(entity))
  const once = [...new Set(named)]
  const found = new Set(once.map(groupOf).filter((index) => index >= 0))
  const falseCauses = once.filter((entity) => groupOf(entity) < 0).length
  const predictions = found.size + falseCauses
  if (truth.length === 0) return { averagePrecision: predictions === 0 ? 1 : 0, falseCauses }
  return { averagePrecision: found.size === truth.length ? found.size / predictions : 0, falseCauses }
}
