import { mapAt, overlaySpec } from './fields.ts'
import type { ObjectVersion, Scene } from '../scene.ts'
import { hasRequiredAffinity, judgeNode, type NodeFit } from './node-fit.ts'
import { currentState, owningWorkload } from './states-and-events.ts'
import type { Obstacle, UnscheduledPod } from './unscheduled-pods.ts'

/** What keeps a pod from every node, and on which nodes, when that can be told. */
export interface SchedulingObstacle {
  readonly obstacle: Exclude<Obstacle, 'selector_or_affinity'> | 'selector' | 'affinity'
  readonly nodes: readonly ObjectVersion[]
}

interface JudgedNode {
  readonly node: ObjectVersion
  readonly fit: NodeFit
}

/**
 * Finds the one obstacle that matters. The scheduler names for each node only the first filter that failed, and control-plane or
 * long-cordoned nodes always add theirs; so the question is asked the other way round: which nodes does the pod ask for at all,
 * and what is in the way there? Without node objects the most frequent clause decides. Null when nothing is known.
 */
export function findObstacle(pod: UnscheduledPod, scene: Scene): SchedulingObstacle | null {
  const own = pod.clauses.find(({ nodes, obstacle }) => nodes === null && obstacle !== 'other')
  if (own !== undefined && own.obstacle !== 'selector_or_affinity') return { obstacle: own.obstacle, nodes: [] }
  const spec = overlaySpec(pod.state, currentState(owningWorkload(pod.entity, scene), scene))
  const judged = scene.objects.current('Node').map((node) => ({ node, fit: judgeNode(spec, node.row.object) }))
  if (judged.length === 0 || Object.keys(spec).length === 0) return fromClauses(pod)
  const wanted = judged.filter(({ fit }) => fit.matchesSelector && fit.matchesAffinity)
  // The selector is to blame when it alone matches no node, or when there is nothing else.
  const isAffinity = hasRequiredAffinity(spec) && judged.some(({ fit }) => fit.matchesSelector)
  if (wanted.length === 0) return { obstacle: isAffinity ? 'affinity' : 'selector', nodes: [] }
  const workers = wanted.filter(({ fit }) => !fit.isControlPlane)
  return obstacleAmong(workers.length > 0 ? workers : wanted, pod)
}

/** Where the pod is asked for, the nodes that are closed are counted; what the scheduler says of the open ones decides for those. */
function obstacleAmong(wanted: readonly JudgedNode[], pod: UnscheduledPod): SchedulingObstacle | null {
  const cordoned = wanted.filter(({ fit }) => fit.isCordoned)
  const tainted = wanted.filter(({ fit }) => !fit.isCordoned && fit.untolerated.length > 0)
  const open = wanted.length - cordoned.length - tainted.length
  if (open > 0) return fromClauses(pod, new Set(['cordoned', 'taint', 'selector_or_affinity']))
  return tainted.length >= cordoned.length
    ? { obstacle: 'taint', nodes: tainted.map(({ node }) => node) }
    : { obstacle: 'cordoned', nodes: cordoned.map(({ node }) => node) }
}

/** The clause about most nodes, without those that cannot be it; of equals the one printed last, because standing ones come first. */
function fromClauses(pod: UnscheduledPod, except: ReadonlySet<Obstacle> = new Set()): SchedulingObstacle | null {
  const usable = pod.clauses.filter(({ obstacle }) => !except.has(obstacle))
  const most = usable.toSorted((a, b) => (a.nodes ?? 0) - (b.nodes ?? 0)).at(-1)
  if (most === undefined) return except.size === 0 ? null : fromClauses(pod)
  const hasSelector = 'nodeSelector' in mapAt(pod.state?.row.object, 'spec')
  return { obstacle: most.obstacle === 'selector_or_affinity' ? (hasSelector ? 'selector' : 'affinity') : most.obstacle, nodes: [] }
}
