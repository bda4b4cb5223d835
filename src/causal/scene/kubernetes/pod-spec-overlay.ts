import { mapAt, type JsonMap } from '../json.ts'
import type { ObjectVersion } from '../object-history.ts'
import { podSpec } from './workload.ts'

/**
 * The spec of a pod with what only its workload's template shows. A pod object is complete in the API, but not in command output,
 * which prints no affinity. Empty when neither was observed.
 */
export function overlaySpec(pod: ObjectVersion | null, workload: ObjectVersion | null): JsonMap {
  const template = workload === null ? {} : podSpec(workload.row.object)
  return { ...template, ...mapAt(pod?.row.object, 'spec') }
}
