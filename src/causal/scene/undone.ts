import type { ObjectChange } from './object-history.ts'

/**
 * Changes that still stand: those of fields that have their earlier value again were taken back, and neither the change nor its undoing is a cause that is
 * still there. `changes`: ascending by time, of any objects; the order is kept.
 */
export function standing(changes: readonly ObjectChange[]): readonly ObjectChange[] {
  const byField = Map.groupBy(changes, ({ entity, path }) => `${entity} ${path}`)
  return changes.filter(({ entity, path }) => {
    const same = byField.get(`${entity} ${path}`) ?? []
    return same.length < 2 || same.at(0)?.from !== same.at(-1)?.to
  })
}
