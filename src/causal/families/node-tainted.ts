import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Citation } from '../../domain/evidence.ts'
import { citeFirst, rowsHeld } from '../scene/cite.ts'
import { earliest } from '../../domain/time-window.ts'
import { mapAt } from '../scene/json.ts'
import { findEvents, quoteState, type HeldEvent } from '../scene/kubernetes/event-search.ts'
import { hasRequiredAffinity, judgeNode } from '../scene/kubernetes/node-fit.ts'
import { podSpec } from '../scene/kubernetes/workload.ts'
import type { ObjectChange, ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import type { Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { nameIn } from './shared/kubectl.ts'
import { byHand } from './shared/remedies.ts'

/** Taints that controllers set because a node is unwell or cordoned: consequences, never somebody's act. */
const AUTOMATIC = /node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\//
/** `6 node(s) had untolerated taint {reserved-for: batch}` (kube-scheduler, tainttoleration plugin). */
const UNTOLERATED = /untolerated taint/i

/** A taint that somebody put on a node, so that pods which ran there before find no place any more: the node is what changed, not the pods. */
export const nodeTainted = family('node_tainted', (scene) => {
  const tainted = scene.objects.changes.filter((change) => isTaint(change))
  const changed = [...Map.groupBy(tainted, (change) => change.entity).values()].flatMap((own) => findingFor(own, scene))
  const known = new Set(changed.map(({ entity }) => entity))
  return [
    ...changed,
    ...scene.objects
      .current('Node')
      .filter(({ row }) => !known.has(row.entity))
      .flatMap((node) => laterTaint(node, scene)),
  ]
})

function isTaint(change: ObjectChange): boolean {
  const isAdded =
    parseEntity(change.entity).kind === 'Node' && /^spec\.taints(\.|$)/.test(change.path) && change.to !== null && change.to !== '[]'
  return isAdded && !AUTOMATIC.test(`${change.path} ${change.to}`)
}

/** A taint that pods which still run there do not tolerate came after them, for it keeps new pods away and leaves those that are there. */
function laterTaint(node: ObjectVersion, scene: Scene): readonly Finding[] {
  const { entity } = node.row
  const there = scene.objects.current('Pod').filter(({ row }) => scene.graph.to(row.entity, 'runs').includes(entity))
  const fits = there.map(({ row }) => judgeNode(podSpec(row.object), node.row.object))
  const taint = fits.flatMap(({ untolerated }) => untolerated).find((one) => !AUTOMATIC.test(one))
  if (taint === undefined) return []
  const [key = ''] = taint.split(/[=:]/)
  const text = `node ${parseEntity(entity).name} has the taint ${taint}, which pods that run there do not tolerate: it came after them`
  return tainted({ entity, at: null, text, act: `taint ${taint}`, citations: quoteState(node, `key: ${key}`, 'spec.taints') }, scene)
}

function findingFor(changes: readonly ObjectChange[], scene: Scene): readonly Finding[] {
  const [change] = changes
  if (change === undefined) return []
  const text = `node ${parseEntity(change.entity).name} was given a taint`
  return tainted({ entity: change.entity, at: change.at, text, citations: changes.flatMap((one) => one.citations) }, scene)
}

/** Asks for nodes of a kind by itself; then it should tolerate what they are kept apart by. */
function isPinned(pod: EntityId, scene: Scene): boolean {
  const spec = podSpec(scene.objects.versionsOf(pod).at(-1)?.row.object ?? {})
  return Object.keys(mapAt(spec, 'nodeSelector')).length > 0 || hasRequiredAffinity(spec)
}

interface Tainted {
  readonly entity: EntityId
  /** When the taint came; null when nothing says. */
  readonly at: Date | null
  readonly text: string
  readonly citations: readonly Citation[]
  readonly act?: string
}

function tainted({ entity, at, text, citations, act }: Tainted, scene: Scene): readonly Finding[] {
  const said: readonly HeldEvent[] = rowsHeld(scene.facts, 'kubernetes_events').filter(({ row }) => UNTOLERATED.test(row.message))
  const kept = findEvents(scene, UNTOLERATED).filter(({ record }) => record !== undefined)
  const refused = [...said, ...kept].filter(({ row }) => act === undefined || !isPinned(row.entity, scene))
  const [shown] = refused
  if (shown === undefined) return []
  const { name } = parseEntity(entity)
  return [
    {
      entity,
      mechanism: 'node_tainted',
      // Pods that do not tolerate it show that it was there, however late the node was looked at.
      since: earliest([at, ...refused.map(({ row }) => row.firstAt)]),
      basis: 'witnessed',
      ...(act === undefined ? {} : { act }),
      for: [
        { text, citations },
        {
          text: 'pods do not tolerate it',
          citations: citeFirst(shown.record ?? shown, [`message: ${shown.row.message}`], {
            role: 'mechanism',
            at: shown.row.firstAt ?? shown.row.lastAt,
          }),
        },
      ],
      victims: [...new Set(refused.map(({ row }) => scene.graph.unitOf(row.entity)))],
      effects: WORKLOAD_DOWN,
      disprovenBy: `pods that run on ${name} without a toleration for its taint`,
      remedy: byHand('config_revert', `take the taint that the receipts quote off ${nameIn(entity, 'the node')}`, {
        risk: 'Whatever the node was reserved for shares it again.',
        undo: 'put the same taint on again',
      }),
    },
  ]
}
