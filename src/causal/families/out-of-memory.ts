import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import { listAt, textAt, timeAt } from '../scene/kubernetes/fields.ts'
import {
  findLastingEvents,
  firstSeen,
  quoteEvent,
  quoteState,
  currentState,
  owningWorkload,
} from '../scene/kubernetes/states-and-events.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
import { editRemedy } from './shared/remedies.ts'

/**
 * The kernel killed a container for its memory. Sources: container state reasons of the kubelet, runc ("container init was
 * OOM-killed", when even its first process does not fit), node problem detector (OOMKilling, "Memory cgroup out of memory").
 */
const OOM_WORDS = /OOM-?killed|Memory cgroup out of memory|OOMKilling|memory limit too low/i

/** A leak that matters to anybody fills the memory again sooner. */
const SETTLED_SECONDS = 15 * 60

/** A container that needs more memory than its limit allows: its workload is the cause, whether the limit is too small or the use too large. */
export const outOfMemory = family('out_of_memory', (scene) => {
  const killed = [...scene.objects.current('Pod').flatMap((pod) => killsIn(pod, scene)), ...killsBeforeStart(scene)]
  return [...Map.groupBy(killed, ({ workload }) => workload)].map(([workload, kills]) => findingFor(workload, kills, scene))
})

interface Kill {
  readonly workload: EntityId
  readonly since: Date | null
  readonly argument: Argument
}

function killsIn(pod: ObjectVersion, scene: Scene): readonly Kill[] {
  const workload = owningWorkload(pod.row.entity, scene)
  return listAt(pod.row.object, 'status', 'containerStatuses').flatMap((status) => {
    const ended = ['state', 'lastState'].find((state) => textAt(status, state, 'terminated', 'reason') === 'OOMKilled')
    const since = ended === undefined ? null : timeAt(status, ended, 'terminated', 'finishedAt')
    if (ended === undefined || hasRunSince(pod, status, since)) return []
    const text = `container ${textAt(status, 'name') ?? ''} was killed for its memory`
    return [{ workload, since, argument: because(text, quoteState(pod, 'reason: OOMKilled')) }]
  })
}

/** Ready again, and for so long that whatever filled its memory once has not come back. */
function hasRunSince({ row }: ObjectVersion, status: unknown, since: Date | null): boolean {
  const isReady = textAt(status, 'ready') === 'true'
  return isReady && since !== null && row.lastSeenAt !== null && row.lastSeenAt >= shiftSeconds(since, SETTLED_SECONDS)
}

function killsBeforeStart(scene: Scene): readonly Kill[] {
  const events = findLastingEvents(scene, OOM_WORDS).filter(({ row }) => parseEntity(row.entity).kind === 'Pod')
  const text = 'the container was killed for its memory before it could start'
  return events.slice(-1).map((event) => ({
    workload: owningWorkload(event.row.entity, scene),
    since: firstSeen(events),
    argument: because(text, quoteEvent(event, OOM_WORDS.exec(event.row.message)?.[0])),
  }))
}

function findingFor(workload: EntityId, kills: readonly Kill[], scene: Scene): Finding {
  const state = currentState(workload, scene)
  return {
    entity: workload,
    mechanism: 'out_of_memory',
    basis: 'witnessed',
    since: kills.map(({ since }) => since).find((since) => since !== null) ?? null,
    effects: ['container_restart', 'saturation', ...WORKLOAD_DOWN],
    musts: ['container_restart'],
    for: [
      ...kills.slice(0, 2).map(({ argument }) => argument),
      because('its memory limit', state === null ? [] : quoteState(state, 'limits.memory')),
    ],
    disprovenBy: 'memory use of the container stayed well below its limit until it ended',
    remedy: editRemedy(workload, 'raise resources.limits.memory, or roll back what made the container use more'),
  }
}
