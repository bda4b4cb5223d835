import { CLUSTER_SCOPE, type EntityId, formatEntity, parseEntity } from '../../../domain/entity.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import type { Edge, Relation } from '../scene.ts'
import { listAt, mapAt, textAt, textsOf, podLabels, podSpec, usedBy } from './fields.ts'
import { addressesIn, serviceOfHost } from './address.ts'
import { acceptsLabels, selectsLabels } from './selectors.ts'

/** Kinds that live outside namespaces, as far as references lead to them. */
const CLUSTER_KINDS = new Set(['Node', 'Namespace', 'PersistentVolume', 'StorageClass', 'ClusterRole', 'PriorityClass'])

/** Every reference that one object writes down: owner, node, volumes, environment, accounts, addresses, scale target, claim. */
export function objectEdges(row: Rows['object_versions']): readonly Edge[] {
  const { scope, kind } = parseEntity(row.entity)
  const target = mapAt(row.object, 'spec', 'scaleTargetRef')
  const link = (relation: Relation, of: string, name: string | null): readonly Edge[] =>
    name === null || name === '' ? [] : [{ from: row.entity, to: inScope(scope, of, name), relation }]
  return [
    ...ownerEdges(row, scope),
    ...nodeEdge(row),
    ...usedBy(row.object).flatMap((used) => link(used.isMounted ? 'mounts' : 'references', used.kind, used.name)),
    ...addressEdges(row, scope),
    ...link('references', 'ServiceAccount', textAt(podSpec(row.object), 'serviceAccountName')),
    ...link('references', 'PersistentVolume', kind === 'PersistentVolumeClaim' ? textAt(row.object, 'spec', 'volumeName') : null),
    ...link('governs', textAt(target, 'kind') ?? '', textAt(target, 'name')),
  ]
}

function inScope(scope: string, kind: string, name: string): EntityId {
  return formatEntity(CLUSTER_KINDS.has(kind) ? CLUSTER_SCOPE : scope, kind, name)
}

function ownerEdges(row: Rows['object_versions'], scope: string): readonly Edge[] {
  return listAt(row.object, 'metadata', 'ownerReferences').flatMap((owner): Edge[] => {
    const [kind, name] = [textAt(owner, 'kind'), textAt(owner, 'name')]
    return kind === null || name === null ? [] : [{ from: inScope(scope, kind, name), to: row.entity, relation: 'owns' }]
  })
}

function nodeEdge(row: Rows['object_versions']): readonly Edge[] {
  const node = parseEntity(row.entity).kind === 'Pod' ? textAt(row.object, 'spec', 'nodeName') : null
  return node === null ? [] : [{ from: formatEntity(CLUSTER_SCOPE, 'Node', node), to: row.entity, relation: 'runs' }]
}

function addressEdges(row: Rows['object_versions'], scope: string): readonly Edge[] {
  return addressesIn(row.object).flatMap(({ host }): Edge[] => {
    const service = serviceOfHost(host, scope)
    return service === null ? [] : [{ from: row.entity, to: service, relation: 'references' }]
  })
}

type Row = Rows['object_versions']

const GOVERNORS = new Set(['NetworkPolicy', 'PodDisruptionBudget'])
const NAMESPACE_GOVERNORS = new Set(['ResourceQuota', 'LimitRange'])

/**
 * Edges that come from labels: a Service selects workloads and pods; policies and budgets govern them; quotas and limit ranges
 * govern their namespace. Uses every version, so that a selector that was right before a change still tells who belonged together.
 */
export function selectionEdges(versions: readonly Row[]): readonly Edge[] {
  const byScope = Map.groupBy(
    versions.filter((row) => podLabels(row.object).size > 0),
    (row) => parseEntity(row.entity).scope,
  )
  return versions.flatMap((row) => {
    const { scope, kind, name } = parseEntity(row.entity)
    const labelled = byScope.get(scope) ?? []
    if (kind === 'Service') return serviceEdges(row, labelled)
    if (GOVERNORS.has(kind)) return governorEdges(row, labelled)
    const namespace = formatEntity(CLUSTER_SCOPE, 'Namespace', scope)
    return NAMESPACE_GOVERNORS.has(kind) && name !== '' ? [{ from: row.entity, to: namespace, relation: 'governs' }] : []
  })
}

function serviceEdges(service: Row, labelled: readonly Row[]): readonly Edge[] {
  const selector = textsOf(mapAt(service.object, 'spec', 'selector'))
  const selected = labelled.filter((row) => selectsLabels(selector, podLabels(row.object)))
  return selected.map((row) => ({ from: service.entity, to: row.entity, relation: 'selects' }))
}

function governorEdges(governor: Row, labelled: readonly Row[]): readonly Edge[] {
  const field = textAt(governor.object, 'kind') === 'NetworkPolicy' ? 'podSelector' : 'selector'
  const selector = mapAt(governor.object, 'spec', field)
  const governed = labelled.filter((row) => acceptsLabels(selector, podLabels(row.object)))
  return governed.map((row) => ({ from: governor.entity, to: row.entity, relation: 'governs' }))
}
