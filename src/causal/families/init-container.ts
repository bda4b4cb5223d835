import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { citeFirst } from '../scene/cite.ts'
import { listAt, mapAt, textAt } from '../scene/json.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import type { Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { rollBack } from './shared/remedies.ts'
import { workloadOf } from './shared/workload-of.ts'

/** An init container still running after this long holds its pod back; copying files or waiting for a schema takes less. */
const HANGING_SECONDS = 120

/** An init container that crashes or never ends, so that the containers after it never start. */
export const initContainer = family('init_container', (scene) => {
  const pods = scene.objects.current('Pod').flatMap((version) => stuckIn(version, scene) ?? [])
  const byWorkload = Map.groupBy(pods, ({ version }) => workloadOf(version.row.entity, scene))
  return [...byWorkload].flatMap(([workload, stuck]) => (stuck[0] === undefined ? [] : [findingFor(workload, stuck[0], scene)]))
})

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

function findingFor(workload: EntityId, stuck: Stuck, scene: Scene): Finding {
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
    victims: [workload],
    effects: ['container_restart', ...WORKLOAD_DOWN],
    disprovenBy: `pods of ${parseEntity(workload).name} that pass their init containers`,
    remedy: rollBack(workload),
  }
}
