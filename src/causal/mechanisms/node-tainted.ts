import { parseEntity } from '../../domain/entity.ts'
import { citeFirst, rowsHeld } from '../cite.ts'
import { earliest } from '../../domain/time-window.ts'
import type { Proposal } from '../candidate.ts'
import type { ObjectChange } from '../object-history.ts'
import type { Scene } from '../scene.ts'
import { nameIn } from './kubectl.ts'
import type { Mechanism } from './mechanism.ts'

/** Taints that controllers set because a node is unwell or cordoned: consequences, never somebody's act. */
const AUTOMATIC = /node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\//
/** `6 node(s) had untolerated taint {reserved-for: batch}` (kube-scheduler, tainttoleration plugin). */
const UNTOLERATED = /untolerated taint/i

/** A taint that somebody put on a node, so that pods which ran there before find no place any more: the node is what changed, not the pods. */
export const nodeTainted: Mechanism = {
  name: 'node_tainted',
  propose(scene) {
    const tainted = scene.objects.changes.filter((change) => isTaint(change))
    return [...Map.groupBy(tainted, (change) => change.entity).values()].flatMap((own) => proposalFor(own, scene))
  },
}

function isTaint(change: ObjectChange): boolean {
  const isAdded =
    parseEntity(change.entity).kind === 'Node' && /^spec\.taints(\.|$)/.test(change.path) && change.to !== null && change.to !== '[]'
  return isAdded && !AUTOMATIC.test(`${change.path} ${change.to}`)
}

function proposalFor(changes: readonly ObjectChange[], scene: Scene): readonly Proposal[] {
  const [change] = changes
  const refused = rowsHeld(scene.facts, 'kubernetes_events').filter(({ row }) => UNTOLERATED.test(row.message))
  const [shown] = refused
  if (change === undefined || shown === undefined) return []
  const { name } = parseEntity(change.entity)
  const citations = changes.flatMap((one) => one.citations)
  return [
    {
      entity: change.entity,
      mechanism: 'node_tainted',
      // Pods that do not tolerate it show that it was there, however late the node was looked at.
      since: earliest([change.at, ...refused.map(({ row }) => row.firstAt)]),
      basis: 'witnessed',
      for: [
        { text: `node ${name} was given a taint`, citations },
        {
          text: 'pods do not tolerate it',
          citations: citeFirst(shown, [`message: ${shown.row.message}`], { role: 'mechanism', at: shown.row.firstAt ?? shown.row.lastAt }),
        },
      ],
      against: [],
      victims: [...new Set(refused.map(({ row }) => scene.graph.unitOf(row.entity)))],
      effects: ['pod_pending', 'workload_unready', 'no_endpoints', 'traffic_drop', 'error_rate', 'unreachable', 'pod_not_created'],
      disprovenBy: `pods that run on ${name} without a toleration for its taint`,
      disconfirmingQueries: [{ kind: 'object_versions', entity: change.entity }],
      action: {
        kind: 'config_revert',
        target: change.entity,
        what: `take the taint that the receipts quote off ${nameIn(change.entity, 'the node')}`,
        commands: [],
        risk: 'Whatever the node was reserved for shares it again.',
        undo: { what: 'put the same taint on again', commands: [] },
        citations,
      },
    },
  ]
}
