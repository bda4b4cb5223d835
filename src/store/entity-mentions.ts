import { parseEntity, type EntityId } from '../domain/entity.ts'

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
