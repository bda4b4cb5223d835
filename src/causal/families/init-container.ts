import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { citeFirst } from '../scene/cite.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { listAt, mapAt, textAt } from '../scene/json.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { rollBack } from './actions.ts'
import type { Family } from './family.ts'
import { workloadOf } from './workload-of.ts'

/** An init container still running after this long holds its pod back; copying files or waiting for a schema takes less. */
const HANGING_SECONDS = 120

/** An init container that crashes or never ends, so that the containers after it never start. */
export const initContainer: Family = {
  name: 'init_container',
  propose(scene) {
    const pods = scene.objects.current('Pod').flatMap((version) => stuckIn(version, scene) ?? [])
    const byWorkload = Map.groupBy(pods, ({ version }) => workloadOf(version.row.entity, scene))
    return [...byWorkload].flatMap(([workload, stuck]) => (stuck[0] === undefined ? [] : [proposalFor(workload, stuck[0], scene)]))
  },
}

interface Stuck {
  readonly version: ObjectVersion
  readonly container: string
  readonly how: 'crashing' | 'hanging'
  readonly fragments: readonly string[]
}

function stuckIn(version: ObjectVersion, scene: Scene): Stuck | null {
  for (const status of listAt(version.row.object, 'status', 'initContainerStatuses')) {
    const container = textAt(status, 'name') ?? ''
    const waiting = textAt(status, 'state', 'waiting', 'reason')
    const exit = textAt(status, 'state', 'terminated', 'exitCode')
    if (waiting === 'CrashLoopBackOff' || waiting === 'RunContainerError' || (exit !== null && exit !== '0'))
      return { version, container, how: 'crashing', fragments: [`reason: ${waiting}`, `exitCode: ${exit}`] }
    const startedAt = textAt(mapAt(status, 'state', 'running'), 'startedAt')
    if (startedAt !== null && runsFor(startedAt, version, scene) > HANGING_SECONDS)
      return { version, container, how: 'hanging', fragments: [`startedAt: ${startedAt}`] }
  }
  return null
}

function runsFor(startedAt: string, version: ObjectVersion, scene: Scene): number {
  const seen = version.row.lastSeenAt ?? scene.window?.end ?? null
  const seconds = seen === null ? 0 : (seen.getTime() - new Date(startedAt).getTime()) / 1000
  return Number.isFinite(seconds) ? seconds : 0
}

function proposalFor(workload: EntityId, stuck: Stuck, scene: Scene): Proposal {
  const { version, container, how } = stuck
  const change = scene.objects.changes.findLast((one) => one.entity === workload && one.path.includes('initContainers'))
  const citations = citeFirst(version, stuck.fragments, { role: 'mechanism', at: version.row.changedAt ?? version.row.firstSeenAt })
  return {
    entity: workload,
    mechanism: `init_container_${how}`,
    since: change?.at ?? version.row.changedAt ?? version.row.firstSeenAt,
    basis: 'witnessed',
    for: [
      { text: `init container ${container} of ${parseEntity(version.row.entity).name} is ${how}`, citations },
      ...(change === undefined ? [] : [{ text: `its definition changed: ${change.path}`, citations: change.citations }]),
    ],
    against: [],
    victims: [workload],
    effects: ['pod_pending', 'container_restart', 'workload_unready', 'no_endpoints', 'traffic_drop', 'error_rate', 'unreachable'],
    disprovenBy: `pods of ${parseEntity(workload).name} that pass their init containers`,
    disconfirmingQueries: [{ kind: 'object_versions', entity: workload }],
    action: rollBack(workload, citations),
  }
}
