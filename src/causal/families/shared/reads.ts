import type { EntityId } from '../../../domain/entity.ts'
import type { Query } from '../../../domain/reading.ts'
import type { Scene } from '../../scene/scene.ts'

/** Records of one read; more do not fit what a person looks at. */
const LIMIT = 20

/** Lines of a service in the window of the incident; none where nothing has a time or no service is given. */
export function readLogs(entity: EntityId | undefined, { window }: Scene, onlyErrors = true): readonly Query[] {
  return entity === undefined || window === null ? [] : [{ kind: 'log_examples', entity, window, onlyErrors, offset: 0, limit: LIMIT }]
}

/** Errors of a service from before a moment, which could not come of what happened then; none where the recording begins later. */
export function readLogsBefore(entity: EntityId, at: Date, { window }: Scene): readonly Query[] {
  if (window === null || at <= window.start) return []
  return [{ kind: 'log_examples', entity, window: { start: window.start, end: at }, onlyErrors: true, offset: 0, limit: LIMIT }]
}

/** Calls to a service in the window of the incident; none where nothing has a time or no service is given. */
export function readSpans(entity: EntityId | undefined, { window }: Scene, onlyErrors = false): readonly Query[] {
  return entity === undefined || window === null ? [] : [{ kind: 'span_examples', entity, window, onlyErrors, offset: 0, limit: LIMIT }]
}
