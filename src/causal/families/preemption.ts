import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import type { Proposal } from '../weigh/candidate.ts'
import { textAt } from '../scene/json.ts'
import { owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import type { Scene } from '../scene/scene.ts'
import { revertConfig } from './actions.ts'
import type { Family } from './family.ts'

/** `Preempted by pod <uid> on node n` or, in older clusters, `Preempted by ns/pod on node n` (kube-scheduler, preemption). */
const BY_UID = /Preempted by (?:a )?pod ([0-9a-f-]{36})/i
const BY_NAME = /Preempted by ([a-z0-9-]+)\/([a-z0-9.-]+) on node/i

/** Pods of higher priority that pushed others off their nodes: what made them is the cause. */
export const preemption: Family = {
  name: 'preempted_by_priority',
  propose(scene) {
    const events = rowsHeld(scene.facts, 'kubernetes_events').filter(({ row }) => row.reason === 'Preempted')
    const byOwner = Map.groupBy(events, (held) => {
      const pusher = pusherOf(held.row.message, scene)
      return pusher === null ? null : owningWorkload(pusher, scene)
    })
    return [...byOwner].flatMap(([owner, held]) => (owner === null ? [] : [proposalFor(owner, held)]))
  },
}

function pusherOf(message: string, scene: Scene): EntityId | null {
  const [, scope, name] = BY_NAME.exec(message) ?? []
  if (scope !== undefined && name !== undefined) return formatEntity(scope, 'Pod', name)
  const uid = BY_UID.exec(message)?.[1]
  if (uid === undefined) return null
  return scene.objects.current('Pod').find(({ row }) => textAt(row.object, 'metadata', 'uid') === uid)?.row.entity ?? null
}

function proposalFor(owner: EntityId, held: readonly Held<'kubernetes_events'>[]): Proposal {
  const victims = [...new Set(held.map(({ row }) => row.entity))]
  const quotes = held
    .slice(0, 3)
    .flatMap((one) => citeFirst(one, [`message: ${one.row.message}`], { role: 'mechanism', at: one.row.firstAt ?? one.row.lastAt }))
  return {
    entity: owner,
    mechanism: 'preempted_by_priority',
    since: held[0]?.row.firstAt ?? held[0]?.row.lastAt ?? null,
    basis: 'witnessed',
    for: [{ text: `pushed ${victims.map((victim) => parseEntity(victim).name).join(', ')} off its node by priority`, citations: quotes }],
    against: [],
    victims,
    effects: ['pod_pending', 'workload_unready', 'no_endpoints', 'traffic_drop', 'error_rate', 'unreachable', 'latency'],
    disprovenBy: 'room on another node for the pods that were pushed off',
    disconfirmingQueries: [{ kind: 'object_versions', entity: owner }],
    action: revertConfig(owner, quotes),
  }
}
