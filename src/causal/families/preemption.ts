import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import { textAt } from '../scene/json.ts'
import { owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { type Finding, WORKLOAD_DOWN } from './shared/finding.ts'
import { revertConfig } from './shared/remedies.ts'

/** `Preempted by pod <uid> on node n` or, in older clusters, `Preempted by ns/pod on node n` (kube-scheduler, preemption). */
const BY_UID = /Preempted by (?:a )?pod ([0-9a-f-]{36})/i
const BY_NAME = /Preempted by ([a-z0-9-]+)\/([a-z0-9.-]+) on node/i

/** Pods of higher priority that pushed others off their nodes: what made them is the cause. */
export const preemption = family('preempted_by_priority', (scene) => {
  const events = rowsHeld(scene.facts, 'kubernetes_events').filter(({ row }) => row.reason === 'Preempted')
  const byOwner = Map.groupBy(events, (held) => {
    const pusher = pusherOf(held.row.message, scene)
    return pusher === null ? null : owningWorkload(pusher, scene)
  })
  return [...byOwner].flatMap(([owner, held]) => (owner === null ? [] : [findingFor(owner, held)]))
})

function pusherOf(message: string, scene: Scene): EntityId | null {
  const [, scope, name] = BY_NAME.exec(message) ?? []
  if (scope !== undefined && name !== undefined) return formatEntity(scope, 'Pod', name)
  const uid = BY_UID.exec(message)?.[1]
  if (uid === undefined) return null
  return scene.objects.current('Pod').find(({ row }) => textAt(row.object, 'metadata', 'uid') === uid)?.row.entity ?? null
}

function findingFor(owner: EntityId, held: readonly Held<'kubernetes_events'>[]): Finding {
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
    victims,
    effects: ['latency', ...WORKLOAD_DOWN],
    musts: ['pod_pending'],
    disprovenBy: 'room on another node for the pods that were pushed off',
    remedy: revertConfig(owner),
  }
}
