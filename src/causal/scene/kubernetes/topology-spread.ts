import { listAt, mapAt, textAt, textsOf } from '../json.ts'
import type { ObjectHistory, ObjectVersion } from '../object-history.ts'
import { podSpec } from './workload.ts'

/** Every kubelet sets this label, so that a listing without it has merely left it out. */
const ALWAYS_THERE = 'kubernetes.io/hostname'

/** Labels by which pods must be spread and which no node has, with the nodes of which that is known. */
export interface MissingTopology {
  readonly keys: readonly string[]
  readonly nodes: readonly ObjectVersion[]
}

/**
 * What a pod or a workload's template asks for in vain by its topology spread. No keys where every label is there on some node, where no node was read with
 * its labels, or where the spread is only preferred. Source: Kubernetes API reference, TopologySpreadConstraint.
 */
export function missingTopology({ row }: ObjectVersion, objects: ObjectHistory): MissingTopology {
  const nodes = objects.current('Node').filter((node) => 'labels' in mapAt(node.row.object, 'metadata'))
  const labels = new Set([ALWAYS_THERE, ...nodes.flatMap((node) => [...textsOf(mapAt(node.row.object, 'metadata', 'labels')).keys()])])
  const required = listAt(podSpec(row.object), 'topologySpreadConstraints').filter(
    (one) => textAt(one, 'whenUnsatisfiable') !== 'ScheduleAnyway',
  )
  const keys = required.flatMap((one) => textAt(one, 'topologyKey') ?? []).filter((key) => !labels.has(key))
  return { keys: nodes.length === 0 ? [] : keys, nodes }
}
