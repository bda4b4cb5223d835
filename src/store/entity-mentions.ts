import { entityId, parseEntity, type EntityId } from '../domain/entity.ts'
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

/**
 * The entities that contain every word of `text`, whatever the case; best match first: the name itself, then names that begin with it,
 * then names that contain it, then other parts. Equal matches: shorter first, then by alphabet. Empty text matches all.
 */
export function rankEntities(entities: Iterable<EntityId>, text: string, limit: number): readonly EntityId[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const phrase = words.join(' ')
  return [...new Set(entities)]
    .filter((entity) => words.every((word) => entity.toLowerCase().includes(word)))
    .map((entity) => ({ entity, rank: rankOf(entity, phrase) }))
    .sort((a, b) => a.rank - b.rank || a.entity.length - b.entity.length || (a.entity < b.entity ? -1 : 1))
    .slice(0, limit)
    .map(({ entity }) => entity)
}

function rankOf(entity: EntityId, phrase: string): number {
  const name = parseEntity(entity).name.toLowerCase()
  if (name === phrase) return 0
  if (name.startsWith(phrase)) return 1
  return name.includes(phrase) ? 2 : 3
}
