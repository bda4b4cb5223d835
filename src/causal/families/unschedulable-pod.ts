import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { quoteEvent, quoteState } from '../scene/kubernetes/event-search.ts'
import { currentState, owningWorkload } from '../scene/kubernetes/owning-workload.ts'
import { findObstacle, type SchedulingObstacle } from '../scene/kubernetes/scheduling-obstacle.ts'
import { findUnscheduledPods, type UnscheduledPod } from '../scene/kubernetes/unscheduled-pods.ts'
import { missingTopology } from '../scene/kubernetes/topology-spread.ts'
import { listAt } from '../scene/json.ts'
import type { ObjectVersion } from '../scene/object-history.ts'
import type { Scene } from '../scene/scene.ts'
import { family } from './family.ts'
import { because, type Finding } from './shared/build-proposal.ts'
import { WORKLOAD_DOWN } from './shared/effects.ts'
import { nameIn, onNode } from './shared/kubectl.ts'
import { byHand, editRemedy } from './shared/remedies.ts'

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

/** Pods that no node takes, by the reason that matters. The workload's spec is the cause, except where somebody closed the node. */
export const unschedulablePod = family('unschedulable_pod', (scene) => {
  const byWorkload = Map.groupBy(findUnscheduledPods(scene), (pod) => owningWorkload(pod.entity, scene))
  return [...byWorkload].flatMap(([workload, pods]) => pods.slice(0, 1).flatMap((pod) => findingsFor(workload, pod, scene)))
})

function findingsFor(workload: EntityId, pod: UnscheduledPod, scene: Scene): readonly Finding[] {
  const found = pod.refusal === null ? null : findObstacle(pod, scene)
  if (found === null) return []
  if (found.obstacle === 'cordoned') return cordonedNodes(workload, pod, { found, scene })
  const tainted = found.nodes.find((node) => found.obstacle === 'taint' && gotTaint(node, scene))
  if (tainted !== undefined) return [newTaint(workload, pod, { node: tainted, scene })]
  const account = OWN_SPEC[found.obstacle]
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

/** True when an earlier version of the node had no hard taint: then the taint came to the pods, not the pods to the taint. */
function gotTaint(node: ObjectVersion, scene: Scene): boolean {
  const [first] = scene.objects.versionsOf(node.row.entity)
  return first !== undefined && first.row.locator !== node.row.locator && listAt(first.row.object, 'spec', 'taints').length === 0
}

function newTaint(
  workload: EntityId,
  pod: UnscheduledPod,
  { node, scene }: { readonly node: ObjectVersion; readonly scene: Scene },
): Finding {
  const { entity } = node.row
  const [first] = scene.objects.versionsOf(entity)
  return {
    ...commonOf(workload, pod),
    entity,
    mechanism: 'taint_not_tolerated',
    since: node.row.changedAt ?? node.row.firstSeenAt,
    for: [
      because(`${parseEntity(entity).name} got a taint that ${parseEntity(workload).name} does not tolerate`, refusalOf(pod)),
      because('the taint', quoteState(node, 'spec.taints')),
      because('it had none before', first === undefined ? [] : quoteState(first, 'spec.taints: []', 'metadata.name')),
    ],
    disprovenBy: 'the pod stays pending after the taint is removed',
    reads: [{ kind: 'object_versions', entity }],
    remedy: byHand('config_revert', `take the taint that the receipts quote off ${nameIn(entity, 'the node')}`, {
      risk: 'The node was set apart for something. Other pods land on it again.',
      undo: 'put the same taint on again',
    }),
  }
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

function commonOf(workload: EntityId, pod: UnscheduledPod): Pick<Finding, 'basis' | 'since' | 'victims' | 'effects'> {
  return { basis: 'witnessed', since: pod.since, victims: [workload], effects: WORKLOAD_DOWN }
}

function refusalOf(pod: UnscheduledPod): Argument['citations'] {
  return pod.refusal === null ? [] : quoteEvent(pod.refusal, pod.refusal.row.message)
}
