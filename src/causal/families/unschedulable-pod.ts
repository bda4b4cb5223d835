import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { earliest } from '../../domain/time-window.ts'
import { hasRequiredAffinity, judgeNode, missingTopology } from '../scene/kubernetes/node-fit.ts'
import { podSpec, mapAt } from '../scene/kubernetes/fields.ts'
import { findEvents, firstSeen, quoteEvent, quoteState, currentState, owningWorkload } from '../scene/kubernetes/states-and-events.ts'
import { findObstacle, type SchedulingObstacle } from '../scene/kubernetes/scheduling-obstacle.ts'
import { findUnscheduledPods, type UnscheduledPod } from '../scene/kubernetes/unscheduled-pods.ts'
import type { ObjectChange, ObjectVersion, Scene } from '../scene/scene.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
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
  cpu: shortOf('cpu', 'CPU'),
  memory: shortOf('memory', 'memory'),
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

function shortOf(resource: 'cpu' | 'memory', name: string): Account {
  return {
    mechanism: `insufficient_${resource}`,
    says: `requests more ${name} than any node has left`,
    fields: [`requests.${resource}`],
    fix: `lower the ${name} request, or add nodes`,
    disprovenBy: `a node with that much ${name} left to request`,
  }
}

/** Pods that no node takes, by the reason that matters. The workload's spec is the cause, except where somebody closed a node to it or set it apart. */
export const unschedulablePod = family('unschedulable_pod', (scene) => {
  const nodes = scene.objects.current('Node').flatMap((node) => taintFinding(node, scene) ?? [])
  const blamed = new Set(nodes.map(({ entity }) => entity))
  const byWorkload = Map.groupBy(findUnscheduledPods(scene), (pod) => owningWorkload(pod.entity, scene))
  return [...[...byWorkload.values()].flatMap(([pod]) => (pod === undefined ? [] : refusedFinding(pod, blamed, scene))), ...nodes]
})

function refusedFinding(pod: UnscheduledPod, blamed: ReadonlySet<EntityId>, scene: Scene): Finding | readonly Finding[] {
  const found = pod.refusal === null ? null : findObstacle(pod, scene)
  if (found === null) return []
  const workload = owningWorkload(pod.entity, scene)
  const [node] = found.nodes
  if (found.obstacle === 'cordoned') return node === undefined ? [] : cordonFinding(workload, pod, node)
  // Where a taint came to the pods, and not the pods to the taint, their spec is not what is wrong.
  const account = found.nodes.some(({ row }) => blamed.has(row.entity)) ? undefined : OWN_SPEC[found.obstacle]
  if (account === undefined) return []
  const spec = currentState(workload, scene) ?? pod.state
  const field = spec === null ? [] : quoteState(spec, ...account.fields)
  return {
    ...commonOf(workload, pod),
    entity: workload,
    mechanism: account.mechanism,
    for: [
      because(`${parseEntity(workload).name} ${account.says}`, refusalOf(pod)),
      because('what it asks for', field),
      ...(node === undefined
        ? []
        : [because(`what stands on ${parseEntity(node.row.entity).name}`, quoteState(node, 'spec.taints', 'taints'))]),
      ...(account === SPREAD ? spreadArguments(spec, scene) : []),
    ],
    disprovenBy: account.disprovenBy,
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

/** Of several nodes that were closed by hand one is named. */
function cordonFinding(workload: EntityId, pod: UnscheduledPod, node: ObjectVersion): Finding {
  const { entity } = node.row
  return {
    ...commonOf(workload, pod),
    entity,
    mechanism: 'node_cordoned',
    for: [
      because(`${parseEntity(entity).name} is closed to new pods, and ${parseEntity(workload).name} may run nowhere else`, refusalOf(pod)),
      because('the node is marked unschedulable', quoteState(node, 'unschedulable: true')),
    ],
    disprovenBy: 'another node that takes the pod, or the pod stays pending after the node is opened',
    remedy: {
      kind: 'config_revert',
      what: 'open the node to new pods',
      commands: [onNode('uncordon', entity)],
      risk: 'The node was closed for a reason. Pods land on it again.',
      undo: { what: 'close it again', commands: [onNode('cordon', entity)] },
    },
  }
}

function commonOf(workload: EntityId, pod: UnscheduledPod): Pick<Finding, 'basis' | 'since' | 'victims' | 'effects' | 'musts'> {
  return { basis: 'witnessed', since: pod.since, victims: [workload], effects: WORKLOAD_DOWN, musts: ['pod_pending'] }
}

function refusalOf(pod: UnscheduledPod): Argument['citations'] {
  return pod.refusal === null ? [] : quoteEvent(pod.refusal, pod.refusal.row.message)
}

/**
 * A taint that somebody put on a node, seen or concluded: the node is what changed, not the pods that ran there before and find no place any more. Null where it
 * has none, or nobody is refused for it.
 */
function taintFinding(node: ObjectVersion, scene: Scene): Finding | null {
  const { entity } = node.row
  const { name } = parseEntity(entity)
  const change = scene.objects.changes.findLast((one) => one.entity === entity && isTaint(one))
  const taint = change === undefined ? laterTaint(node, scene) : undefined
  const refused = findEvents(scene, UNTOLERATED).filter(({ row }) => change !== undefined || !isPinned(row.entity, scene))
  const [first] = refused
  if ((change === undefined && taint === undefined) || first === undefined) return null
  const [key = ''] = (taint ?? '').split(/[=:]/)
  return {
    entity,
    mechanism: 'node_tainted',
    // Pods that do not tolerate it show that it was there, however late the node was looked at.
    since: earliest([change?.at ?? null, firstSeen(refused)]),
    basis: 'witnessed',
    // Nodes of one act have the same taint.
    ...(taint === undefined ? {} : { act: `taint ${taint}` }),
    for: [
      because(`node ${name} was given a taint`, change?.citations ?? []),
      because(
        `node ${name} has the taint ${taint}, which pods that run there do not tolerate: it came after them`,
        taint === undefined ? [] : quoteState(node, `key: ${key}`, 'spec.taints'),
      ),
      because('pods do not tolerate it', quoteEvent(first, first.row.message)),
    ],
    victims: refused.map(({ row }) => scene.graph.unitOf(row.entity)),
    effects: WORKLOAD_DOWN,
    disprovenBy: `pods that run on ${name} without a toleration for its taint`,
    remedy: byHand('config_revert', `take the taint that the receipts quote off ${nameIn(entity, 'the node')}`, {
      risk: 'Whatever the node was reserved for shares it again.',
      undo: 'put the same taint on again',
    }),
  }
}

function isTaint({ path, to }: ObjectChange): boolean {
  return /^spec\.taints(\.|$)/.test(path) && to !== null && to !== '[]' && !AUTOMATIC.test(`${path} ${to}`)
}

/** A taint that pods which still run there do not tolerate came after them, for it keeps new pods away and leaves those that are there. */
function laterTaint({ row }: ObjectVersion, scene: Scene): string | undefined {
  const there = scene.objects.current('Pod').filter((pod) => scene.graph.to(pod.row.entity, 'runs').includes(row.entity))
  return there.flatMap((pod) => judgeNode(podSpec(pod.row.object), row.object).untolerated)[0]
}

/** Asks for nodes of a kind by itself; then it should tolerate what they are kept apart by. */
function isPinned(pod: EntityId, scene: Scene): boolean {
  const spec = podSpec(scene.objects.versionsOf(pod).at(-1)?.row.object ?? {})
  return Object.keys(mapAt(spec, 'nodeSelector')).length > 0 || hasRequiredAffinity(spec)
}
