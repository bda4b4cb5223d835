import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { earliest } from '../../domain/time-window.ts'
import { hasRequiredAffinity, judgeNode, missingTopology } from '../scene/kubernetes/node-fit.ts'
import { podSpec } from '../scene/kubernetes/workload.ts'
import { findEvents, firstSeen, quoteEvent, quoteState } from '../scene/kubernetes/event-search.ts'
import { currentState, owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import { findObstacle, type SchedulingObstacle } from '../scene/kubernetes/scheduling-obstacle.ts'
import { findUnscheduledPods, type UnscheduledPod } from '../scene/kubernetes/unscheduled-pods.ts'
import { mapAt } from '../scene/json.ts'
import type { ObjectChange, ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, type Finding, WORKLOAD_DOWN } from './shared/finding.ts'
import { byHand, editRemedy, nameIn, onNode } from './shared/remedies.ts'

/** Taints that controllers set because a node is unwell or cordoned: consequences, never somebody's act. */
const AUTOMATIC = /node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\//
/** `6 node(s) had untolerated taint {reserved-for: batch}` (kube-scheduler, tainttoleration plugin). */
const UNTOLERATED = /untolerated taint/i

interface Account {
  readonly mechanism: string
  readonly says: string
  /** Fields of the workload that a person would look at, as they stand in its rendering. */
  readonly fields: readonly string[]
  readonly fix: string
  readonly disprovenBy: string
}

const SPREAD: Account = {
  mechanism: 'topology_spread_unsatisfiable',
  says: 'has to be spread in a way that no node satisfies',
  fields: ['topologySpreadConstraints'],
  fix: 'correct spec.template.spec.topologySpreadConstraints, or label the nodes',
  disprovenBy: 'a node with the label of each topologyKey that stays within maxSkew with one pod more',
}

/** Obstacles whose cause is in the pod's own spec. Volume obstacles belong to the claims (`volume-claim-unbound.ts`). */
const OWN_SPEC: Partial<Record<SchedulingObstacle['obstacle'], Account>> = {
  selector: {
    mechanism: 'node_selector_mismatch',
    says: 'asks by node selector for a node that does not exist',
    fields: ['spec.nodeSelector', 'nodeSelector'],
    fix: 'correct spec.template.spec.nodeSelector, or label a node',
    disprovenBy: 'a schedulable node carries the labels of the node selector',
  },
  affinity: {
    mechanism: 'node_affinity_mismatch',
    says: 'requires by node affinity a node that does not exist',
    fields: ['nodeSelectorTerms', 'nodeAffinity'],
    fix: 'correct the required node affinity, or label a node',
    disprovenBy: 'a schedulable node satisfies the required node affinity',
  },
  anti_affinity: {
    mechanism: 'pod_anti_affinity_conflict',
    says: 'refuses every node because of the pods that run there already',
    fields: ['podAntiAffinity', 'replicas'],
    fix: 'make the anti-affinity preferred, correct its labels, or lower the replicas',
    disprovenBy: 'a node runs none of the pods that the anti-affinity names',
  },
  pod_affinity: {
    mechanism: 'pod_affinity_unmet',
    says: 'wants to run beside pods that run nowhere',
    fields: ['podAffinity'],
    fix: 'correct the labels of the pod affinity',
    disprovenBy: 'a node runs the pods that the affinity asks for',
  },
  topology_spread: SPREAD,
  taint: {
    mechanism: 'taint_not_tolerated',
    says: 'does not tolerate the taints of the nodes it could run on',
    fields: ['tolerations'],
    fix: 'add the toleration to spec.template.spec.tolerations, or remove the taint',
    disprovenBy: 'an untainted node, or a toleration for the taint',
  },
  cpu: {
    mechanism: 'insufficient_cpu',
    says: 'requests more CPU than any node has left',
    fields: ['requests.cpu'],
    fix: 'lower the CPU request, or add nodes',
    disprovenBy: 'a node with that much CPU left to request',
  },
  memory: {
    mechanism: 'insufficient_memory',
    says: 'requests more memory than any node has left',
    fields: ['requests.memory'],
    fix: 'lower the memory request, or add nodes',
    disprovenBy: 'a node with that much memory left to request',
  },
  resource: {
    mechanism: 'insufficient_resource',
    says: 'requests a resource that no node has left',
    fields: ['requests'],
    fix: 'correct the request, or add nodes that have the resource',
    disprovenBy: 'a node with that resource left',
  },
  pods: {
    mechanism: 'node_pod_limit_reached',
    says: 'finds every node full of pods',
    fields: ['replicas'],
    fix: 'add nodes, or remove pods',
    disprovenBy: 'a node below its pod limit',
  },
}

/** Pods that no node takes, by the reason that matters. The workload's spec is the cause, except where somebody closed a node to it or set it apart. */
export const unschedulablePod = family('unschedulable_pod', (scene) => {
  const nodes = taintedNodes(scene)
  const blamed = new Set(nodes.map(({ entity }) => entity))
  const byWorkload = Map.groupBy(findUnscheduledPods(scene), (pod) => owningWorkload(pod.entity, scene))
  const refused = [...byWorkload].flatMap(([workload, [pod]]) => (pod === undefined ? [] : findingsFor(workload, pod, { blamed, scene })))
  return [...refused, ...nodes]
})

function findingsFor(
  workload: EntityId,
  pod: UnscheduledPod,
  { blamed, scene }: { readonly blamed: ReadonlySet<EntityId>; readonly scene: Scene },
): readonly Finding[] {
  const found = pod.refusal === null ? null : findObstacle(pod, scene)
  if (found === null) return []
  if (found.obstacle === 'cordoned') return cordonedNodes(workload, pod, { found, scene })
  // Where a taint came to the pods, and not the pods to the taint, their spec is not what is wrong.
  const account = found.nodes.some(({ row }) => blamed.has(row.entity)) ? undefined : OWN_SPEC[found.obstacle]
  return account === undefined ? [] : [ownSpecFinding(workload, pod, { found, account, scene })]
}

function ownSpecFinding(
  workload: EntityId,
  pod: UnscheduledPod,
  about: { readonly found: SchedulingObstacle; readonly account: Account; readonly scene: Scene },
): Finding {
  const { found, account, scene } = about
  const spec = currentState(workload, scene) ?? pod.state
  const field = spec === null ? [] : quoteState(spec, ...account.fields)
  const nodes = found.nodes
    .slice(0, 1)
    .map((node) => because(`what stands on ${parseEntity(node.row.entity).name}`, quoteState(node, 'spec.taints', 'taints')))
  return {
    ...commonOf(workload, pod),
    entity: workload,
    mechanism: account.mechanism,
    for: [
      because(`${parseEntity(workload).name} ${account.says}`, refusalOf(pod)),
      because('what it asks for', field),
      ...nodes,
      ...(account === SPREAD ? spreadArguments(spec, scene) : []),
    ],
    disprovenBy: account.disprovenBy,
    reads: [{ kind: 'object_versions', entity: workload }],
    remedy: editRemedy(workload, account.fix),
  }
}

function spreadArguments(spec: ObjectVersion | null, { objects }: Scene): readonly Argument[] {
  if (spec === null) return []
  const { keys, nodes } = missingTopology(spec, objects)
  const shown = nodes.slice(0, 1).flatMap((node) => quoteState(node, 'metadata.labels', 'metadata.name'))
  return keys.map((key) =>
    because(`none of the ${nodes.length} nodes that were read has the label ${key}`, quoteState(spec, `topologyKey: ${key}`), shown),
  )
}

/** Nodes that were closed by hand are one act, even when several are. */
function cordonedNodes(
  workload: EntityId,
  pod: UnscheduledPod,
  about: { readonly found: SchedulingObstacle; readonly scene: Scene },
): readonly Finding[] {
  const nodes: readonly EntityId[] = about.found.nodes.length > 0 ? about.found.nodes.map(({ row }) => row.entity) : []
  return nodes.slice(0, 1).map((node) => ({
    ...commonOf(workload, pod),
    entity: node,
    mechanism: 'node_cordoned',
    for: [
      because(`${parseEntity(node).name} is closed to new pods, and ${parseEntity(workload).name} may run nowhere else`, refusalOf(pod)),
      cordonArgument(node, about.scene),
    ],
    disprovenBy: 'another node that takes the pod, or the pod stays pending after the node is opened',
    reads: [{ kind: 'object_versions', entity: node }],
    remedy: {
      kind: 'config_revert',
      what: 'open the node to new pods',
      commands: [onNode('uncordon', node)],
      risk: 'The node was closed for a reason. Pods land on it again.',
      undo: { what: 'close it again', commands: [onNode('cordon', node)] },
    },
  }))
}

function cordonArgument(node: EntityId, scene: Scene): Argument {
  const state = currentState(node, scene)
  return because('the node is marked unschedulable', state === null ? [] : quoteState(state, 'unschedulable: true'))
}

function commonOf(workload: EntityId, pod: UnscheduledPod): Pick<Finding, 'basis' | 'since' | 'victims' | 'effects' | 'musts'> {
  return { basis: 'witnessed', since: pod.since, victims: [workload], effects: WORKLOAD_DOWN, musts: ['pod_pending'] }
}

function refusalOf(pod: UnscheduledPod): Argument['citations'] {
  return pod.refusal === null ? [] : quoteEvent(pod.refusal, pod.refusal.row.message)
}

/** A taint that somebody put on a node: the node is what changed, not the pods that ran there before and find no place any more. */
function taintedNodes(scene: Scene): readonly Finding[] {
  const given = scene.objects.changes.filter(isTaint).map((change) => ({
    entity: change.entity,
    at: change.at,
    shown: because(`node ${parseEntity(change.entity).name} was given a taint`, change.citations),
  }))
  const later = scene.objects.current('Node').flatMap((node) => laterTaint(node, scene))
  // Of what is said of one node, the change that was seen comes before what is concluded.
  const byNode = new Map([...later, ...given.toReversed()].map((one) => [one.entity, one]))
  return [...byNode.values()].flatMap((one) => taintFinding(one, scene))
}

function isTaint({ entity, path, to }: ObjectChange): boolean {
  const isAdded = parseEntity(entity).kind === 'Node' && /^spec\.taints(\.|$)/.test(path) && to !== null && to !== '[]'
  return isAdded && !AUTOMATIC.test(`${path} ${to}`)
}

interface Taint {
  readonly entity: EntityId
  /** When it came; null when nothing says. */
  readonly at: Date | null
  readonly shown: Argument
  /** Nodes of one act have the same taint. */
  readonly act?: string
}

/** A taint that pods which still run there do not tolerate came after them, for it keeps new pods away and leaves those that are there. */
function laterTaint(node: ObjectVersion, scene: Scene): readonly Taint[] {
  const { entity } = node.row
  const there = scene.objects.current('Pod').filter(({ row }) => scene.graph.to(row.entity, 'runs').includes(entity))
  const fits = there.map(({ row }) => judgeNode(podSpec(row.object), node.row.object))
  const taint = fits.flatMap(({ untolerated }) => untolerated).find((one) => !AUTOMATIC.test(one))
  if (taint === undefined) return []
  const [key = ''] = taint.split(/[=:]/)
  const text = `node ${parseEntity(entity).name} has the taint ${taint}, which pods that run there do not tolerate: it came after them`
  return [{ entity, at: null, shown: because(text, quoteState(node, `key: ${key}`, 'spec.taints')), act: `taint ${taint}` }]
}

function taintFinding({ entity, at, shown, act }: Taint, scene: Scene): readonly Finding[] {
  const refused = findEvents(scene, UNTOLERATED).filter(({ row }) => act === undefined || !isPinned(row.entity, scene))
  const [first] = refused
  if (first === undefined) return []
  return [
    {
      entity,
      mechanism: 'node_tainted',
      // Pods that do not tolerate it show that it was there, however late the node was looked at.
      since: earliest([at, firstSeen(refused)]),
      basis: 'witnessed',
      ...(act === undefined ? {} : { act }),
      for: [shown, because('pods do not tolerate it', quoteEvent(first, first.row.message))],
      victims: refused.map(({ row }) => scene.graph.unitOf(row.entity)),
      effects: WORKLOAD_DOWN,
      disprovenBy: `pods that run on ${parseEntity(entity).name} without a toleration for its taint`,
      remedy: byHand('config_revert', `take the taint that the receipts quote off ${nameIn(entity, 'the node')}`, {
        risk: 'Whatever the node was reserved for shares it again.',
        undo: 'put the same taint on again',
      }),
    },
  ]
}

/** Asks for nodes of a kind by itself; then it should tolerate what they are kept apart by. */
function isPinned(pod: EntityId, scene: Scene): boolean {
  const spec = podSpec(scene.objects.versionsOf(pod).at(-1)?.row.object ?? {})
  return Object.keys(mapAt(spec, 'nodeSelector')).length > 0 || hasRequiredAffinity(spec)
}
