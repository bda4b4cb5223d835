import { type JsonMap, listAt, mapAt, textAt, textsOf, podSpec } from './fields.ts'
import { holds, selectsLabels } from './selectors.ts'
import type { ObjectHistory, ObjectVersion } from '../scene.ts'

/** How one node stands to what a pod asks for; each answer on its own, as if nothing else were in the way. */
export interface NodeFit {
  readonly isCordoned: boolean
  readonly matchesSelector: boolean
  readonly matchesAffinity: boolean
  /** Taints that keep the pod away, as `key=value:Effect`, without those that the node controller sets itself. */
  readonly untolerated: readonly string[]
  /** Set apart for the control plane; nobody expects workloads there. */
  readonly isControlPlane: boolean
}

const OWN_TAINTS = /^node\.(?:kubernetes|cloudprovider)\.(?:io|kubernetes\.io)\//
const CONTROL_PLANE_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master']
const CONTROL_PLANE_ROLES = new Set(['master', 'control-plane', 'controlplane'])

/** Judges a node for a pod spec by the filters of the scheduler that need no other pods. Source: NodeUnschedulable, NodeAffinity, TaintToleration. */
export function judgeNode(spec: JsonMap, node: JsonMap): NodeFit {
  const name = textAt(node, 'metadata', 'name') ?? ''
  // The kubelet sets this label and puts it back, so a listing without it has merely left it out.
  const labels = new Map([['kubernetes.io/hostname', name], ...textsOf(mapAt(node, 'metadata', 'labels'))])
  const selector = textsOf(mapAt(spec, 'nodeSelector'))
  // `PreferNoSchedule` keeps nobody away.
  const hard = listAt(node, 'spec', 'taints').filter((taint) => textAt(taint, 'effect') !== 'PreferNoSchedule')
  const taints = hard.filter((taint) => !OWN_TAINTS.test(textAt(taint, 'key') ?? ''))
  const tolerations = listAt(spec, 'tolerations')
  const terms = affinityTerms(spec)
  return {
    isCordoned: textAt(node, 'spec', 'unschedulable') === 'true',
    matchesSelector: selector.size === 0 || selectsLabels(selector, labels),
    matchesAffinity: terms.length === 0 || terms.some((term) => matchesTerm(term, labels, name)),
    untolerated: taints.filter((taint) => !tolerations.some((one) => tolerates(one, taint))).map(printTaint),
    isControlPlane:
      CONTROL_PLANE_LABELS.some((label) => labels.has(label)) || CONTROL_PLANE_ROLES.has(labels.get('kubernetes.io/role') ?? ''),
  }
}

/** True when the pod limits its nodes by required node affinity. */
export function hasRequiredAffinity(spec: JsonMap): boolean {
  return affinityTerms(spec).length > 0
}

/** Alternatives. */
function affinityTerms(spec: JsonMap): readonly unknown[] {
  return listAt(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms')
}

/** Within a term everything must hold. */
function matchesTerm(term: unknown, labels: ReadonlyMap<string, string>, name: string): boolean {
  return (
    listAt(term, 'matchExpressions').every((one) => holds(one, labels.get(textAt(one, 'key') ?? ''))) &&
    listAt(term, 'matchFields').every((one) => holds(one, textAt(one, 'key') === 'metadata.name' ? name : undefined))
  )
}

function tolerates(toleration: unknown, taint: unknown): boolean {
  const key = textAt(toleration, 'key')
  const effect = textAt(toleration, 'effect')
  if (effect !== null && effect !== textAt(taint, 'effect')) return false
  if (key === null || key === '') return textAt(toleration, 'operator') === 'Exists'
  if (key !== textAt(taint, 'key')) return false
  return textAt(toleration, 'operator') === 'Exists' || (textAt(toleration, 'value') ?? '') === (textAt(taint, 'value') ?? '')
}

function printTaint(taint: unknown): string {
  const value = textAt(taint, 'value')
  return `${textAt(taint, 'key')}${value === null ? '' : `=${value}`}:${textAt(taint, 'effect')}`
}

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
