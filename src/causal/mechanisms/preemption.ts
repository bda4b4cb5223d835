import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { citeFirst, rowsHeld, type Held } from '../cite.ts'
import type { Proposal } from '../candidate.ts'
import { textAt } from '../json.ts'
import type { Scene } from '../scene.ts'
import { revertConfig } from './actions.ts'
import type { Mechanism } from './mechanism.ts'

/** `Preempted by pod <uid> on node n` or, in older clusters, `Preempted by ns/pod on node n` (kube-scheduler, preemption). */
const BY_UID = /Preempted by (?:a )?pod ([0-9a-f-]{36})/i
const BY_NAME = /Preempted by ([a-z0-9-]+)\/([a-z0-9.-]+) on node/i

/** A pod of higher priority that pushed others off their node: the pusher is the cause. */
export const preemption: Mechanism = {
  name: 'preempted_by_priority',
  propose(scene) {
    const events = rowsHeld(scene.facts, 'kubernetes_events').filter(({ row }) => row.reason === 'Preempted')
    const byPusher = Map.groupBy(events, (held) => pusherOf(held.row.message, scene))
    return [...byPusher].flatMap(([pusher, held]) => (pusher === null ? [] : [proposalFor(pusher, held, scene)]))
  },
}

function pusherOf(message: string, scene: Scene): EntityId | null {
  const [, scope, name] = BY_NAME.exec(message) ?? []
  if (scope !== undefined && name !== undefined) return formatEntity(scope, 'Pod', name)
  const uid = BY_UID.exec(message)?.[1]
  if (uid === undefined) return null
  return scene.objects.current('Pod').find(({ row }) => textAt(row.object, 'metadata', 'uid') === uid)?.row.entity ?? null
}

function proposalFor(pusher: EntityId, held: readonly Held<'kubernetes_events'>[], scene: Scene): Proposal {
  const victims = [...new Set(held.map(({ row }) => row.entity))]
  const quotes = held
    .slice(0, 3)
    .flatMap((one) => citeFirst(one, [`message: ${one.row.message}`], { role: 'mechanism', at: one.row.firstAt ?? one.row.lastAt }))
  const owner = scene.graph.unitOf(pusher)
  return {
    entity: pusher,
    mechanism: 'preempted_by_priority',
    since: held[0]?.row.firstAt ?? held[0]?.row.lastAt ?? null,
    basis: 'witnessed',
    for: [{ text: `pushed ${victims.map((victim) => parseEntity(victim).name).join(', ')} off its node by priority`, citations: quotes }],
    against: [],
    victims,
    effects: ['pod_pending', 'workload_unready', 'no_endpoints', 'traffic_drop', 'error_rate', 'unreachable', 'latency'],
    disprovenBy: 'room on another node for the pods that were pushed off',
    disconfirmingQueries: [{ kind: 'object_versions', entity: pusher }],
    action: revertConfig(owner, quotes),
  }
}
