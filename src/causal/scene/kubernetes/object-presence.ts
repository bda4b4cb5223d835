import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import type { ObjectHistory } from '../object-history.ts'

/**
 * True when the object was looked for after that moment and was not there any more: what was said about it then is history. An
 * object whose kind was never listed, or not listed since, may still be there.
 */
export function isGoneSince(entity: EntityId, at: Date | null, objects: ObjectHistory): boolean {
  if (at === null || (objects.versionsOf(entity).at(-1)?.row.isCurrent ?? false)) return false
  const { scope, kind } = parseEntity(entity)
  const listed = objects.current(kind).filter(({ row }) => parseEntity(row.entity).scope === scope)
  return listed.some(({ row }) => row.lastSeenAt !== null && row.lastSeenAt >= at)
}
