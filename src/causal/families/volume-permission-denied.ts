import { parseEntity, type EntityId } from '../../domain/entity.ts'
import { cite, rowsHeld } from '../scene/cite.ts'
import { listAt, textAt } from '../scene/json.ts'
import { findLastingEvents, firstSeen, quoteEvent, quoteState } from '../scene/kubernetes/event-search.ts'
import { currentState, isReady, owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import { containersOf, podSpec } from '../scene/kubernetes/workload.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { editRemedy } from './shared/remedies.ts'

/** What the operating system says (EACCES, EROFS), in the words of C, Go, Java, Python and Node, and what PostgreSQL says of files of another owner. */
const DENIED =
  /permission denied|EACCES|Operation not permitted|Read-only file system|EROFS|AccessDeniedException|data directory "[^"]*" has wrong ownership/i
/** Mounting itself was refused. Source: pkg/volume and kubelet (FailedMount). */
const MOUNT_DENIED =
  /(?:MountVolume|mount failed|failed to mount|unable to mount)[\s\S]{0,1000}(?:permission denied|access denied|operation not permitted)/i
/** Volumes whose files may belong to somebody else; the others are written by the kubelet for the pod. */
const OWNED_BY_OTHERS = ['persistentVolumeClaim', 'hostPath', 'nfs', 'csi', 'emptyDir']

/** A container that ends again and again because it may not read or write what is mounted for it. */
export const volumePermissionDenied = family('volume_permission_denied', (scene) => [...fromMounts(scene), ...fromLogs(scene)])

function fromMounts(scene: Scene): readonly Finding[] {
  const byWorkload = Map.groupBy(findLastingEvents(scene, MOUNT_DENIED), ({ row }) => owningWorkload(row.entity, scene))
  return [...byWorkload].flatMap(([workload, events]) =>
    events.slice(-1).map((event) =>
      findingFor(workload, {
        since: firstSeen(events),
        for: [
          because('its volume cannot be mounted: access is denied', quoteEvent(event, DENIED.exec(event.row.message)?.[0] ?? 'denied')),
        ],
        scene,
      }),
    ),
  )
}

/** Only for pods that crash and that mount files of others: the words alone stand in many healthy logs. */
function fromLogs(scene: Scene): readonly Finding[] {
  const crashing = scene.objects.current('Pod').filter((pod) => !isReady(pod) && isCrashing(pod) && mountsFiles(pod))
  const byWorkload = Map.groupBy(crashing, (pod) => owningWorkload(pod.row.entity, scene))
  return [...byWorkload.keys()].flatMap((workload) => {
    const unit = scene.graph.unitOf(workload)
    const lines = rowsHeld(scene.facts, 'log_patterns').filter(
      ({ row }) => DENIED.test(row.example) && scene.graph.unitOf(row.entity) === unit,
    )
    return lines.slice(0, 1).map((line) => {
      const words = DENIED.exec(line.row.example)?.[0] ?? ''
      const said = because(
        `${parseEntity(workload).name} may not use what is mounted for it`,
        cite(line, words, { role: 'mechanism', at: line.row.lastAt }),
      )
      return findingFor(workload, { since: line.row.firstAt, for: [said], scene })
    })
  })
}

function isCrashing(pod: ObjectVersion): boolean {
  return listAt(pod.row.object, 'status', 'containerStatuses').some((status) =>
    [textAt(status, 'lastState', 'terminated', 'exitCode'), textAt(status, 'state', 'terminated', 'exitCode')].some(
      (code) => code !== null && code !== '0',
    ),
  )
}

function mountsFiles(pod: ObjectVersion): boolean {
  const volumes = listAt(podSpec(pod.row.object), 'volumes').filter((volume) =>
    OWNED_BY_OTHERS.some((source) => typeof volume === 'object' && volume !== null && source in volume),
  )
  const mounted = containersOf(pod.row.object).flatMap((container) =>
    listAt(container, 'volumeMounts').map((mount) => textAt(mount, 'name')),
  )
  return volumes.some((volume) => mounted.includes(textAt(volume, 'name')))
}

function findingFor(
  workload: EntityId,
  shown: { readonly since: Date | null; readonly for: Finding['for']; readonly scene: Scene },
): Finding {
  const state = currentState(workload, shown.scene)
  const volume = state === null ? [] : quoteState(state, 'hostPath.path', 'persistentVolumeClaim.claimName', 'volumes')
  return {
    entity: workload,
    mechanism: 'volume_permission_denied',
    basis: 'witnessed',
    since: shown.since,
    victims: [workload],
    effects: ['container_restart', ...WORKLOAD_DOWN],
    for: [...shown.for, because('what is mounted', volume)],
    disprovenBy: 'the user of the container can read and write the mounted path',
    remedy: editRemedy(workload, 'set securityContext.fsGroup or runAsUser to the owner of the files, or change their owner'),
  }
}
