import { entityId, type EntityId } from '../domain/entity.ts'
import { rowsOf, type Reading } from '../domain/reading.ts'

/** Row fields that name what a row is about. Free text and object bodies are left out: what they mention may not exist. */
const NAMING_FIELDS: readonly string[] = ['entity', 'service', 'caller', 'callee']

/** The entities that the rows of a reading are about, each once, in order of appearance; none when it is not `ok`. */
export function entitiesNamedBy(reading: Reading<object>): readonly EntityId[] {
  const named = rowsOf(reading).flatMap((row) =>
    Object.entries(row).flatMap(([field, value]) => (NAMING_FIELDS.includes(field) ? [value] : [])),
  )
  return [...new Set(named.flatMap((value) => entityId.safeParse(value).data ?? []))]
}
