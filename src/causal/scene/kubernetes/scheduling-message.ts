/** Why the scheduler passes over nodes. `other` covers ports, extenders and what newer versions add. */
export type Obstacle =
  | 'cordoned'
  | 'selector_or_affinity'
  | 'anti_affinity'
  | 'pod_affinity'
  | 'topology_spread'
  | 'taint'
  | 'node_broken'
  | 'cpu'
  | 'memory'
  | 'resource'
  | 'pods'
  | 'volume'
  | 'claim_missing'
  | 'claim_unbound'
  | 'other'

/** One clause of a FailedScheduling message: why, for how many nodes (null when the clause concerns the pod), and its words. */
export interface Clause {
  readonly obstacle: Obstacle
  readonly nodes: number | null
  readonly text: string
}

/**
 * Wordings of the filter plugins, first match wins. Source: pkg/scheduler/framework/plugins (before 1.19
 * pkg/scheduler/algorithm/predicates), versions 1.13 to 1.34; where a wording changed, both are here.
 */
const WORDINGS: readonly (readonly [RegExp, Obstacle])[] = [
  [/taint.{0,200}node\.kubernetes\.io\/unschedulable/, 'cordoned'],
  // Put on nodes by the node controller when the node itself is ill (TaintNodesByCondition).
  [
    /taint.{0,200}node\.kubernetes\.io\/(?:not-ready|unreachable|disk-pressure|memory-pressure|pid-pressure|network-unavailable)/,
    'node_broken',
  ],
  [/(?:were|was) (?:not ready|out of disk)|had (?:disk|memory|pid) pressure|(?:had|have) unknown condition/i, 'node_broken'],
  [/taint/, 'taint'],
  [/(?:were|was) unschedulable/, 'cordoned'],
  [/anti-affinity rules|existing pods anti-?affinity/i, 'anti_affinity'],
  [/pod affinity\/anti-affinity/, 'anti_affinity'],
  [/pod affinity rules/, 'pod_affinity'],
  [/topology spread constraints/, 'topology_spread'],
  [/volume node affinity|didn't find available persistent volumes|(?:exceed|node) max volume count|no available volume zone/i, 'volume'],
  [
    /node\(s\) didn't match (?:Pod's )?(?:node (?:affinity|selector)|node affinity\/selector)|didn't match node selector|MatchNodeSelector/i,
    'selector_or_affinity',
  ],
  [/Insufficient cpu/i, 'cpu'],
  [/Insufficient memory/i, 'memory'],
  [/Insufficient pods|Too many pods/i, 'pods'],
  [/Insufficient \S+/i, 'resource'],
  [/unbound (?:immediate )?PersistentVolumeClaims?/i, 'claim_unbound'],
  [/persistentvolumeclaim "?[^"\s]+"? (?:not found|is being deleted|bound to non-existent)/i, 'claim_missing'],
]

/** Everything after this word says which pods could make room, not what is in the way. */
const PREEMPTION = /(?<!\s)\s*preemption:[\s\S]*/i
/** `0/4 nodes are available: …` before 1.31 and since. */
const HEAD = /^\d+\/\d+ nodes are available:\s*/

/** The clauses of a FailedScheduling message in printed order; empty for a text that is none. Never throws. */
export function readSchedulingMessage(message: string): Clause[] {
  const body = message
    .replace(PREEMPTION, '')
    .replace(HEAD, '')
    .replace(/\.\s*$/, '')
  return body
    .split(/,\s+(?=\d+ )|\.\s+(?=\d+ )/)
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(readClause)
}

function readClause(text: string): Clause {
  const count = /^(\d+) /.exec(text)?.[1]
  return {
    obstacle: WORDINGS.find(([wording]) => wording.test(text))?.[1] ?? 'other',
    nodes: count === undefined ? null : Number(count),
    text,
  }
}
