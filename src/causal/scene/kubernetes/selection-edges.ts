import { CLUSTER_SCOPE, formatEntity, parseEntity } from '../../../domain/entity.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import type { Edge } from '../graph.ts'
import { mapAt, textAt, textsOf } from '../json.ts'
import { acceptsLabels, selectsLabels } from './selectors.ts'
import { podLabels } from './workload.ts'

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
  return labelled
    .filter((row) => selectsLabels(selector, podLabels(row.object)))
    .map((row) => ({ from: service.entity, to: row.entity, relation: 'selects' }))
}

function governorEdges(governor: Row, labelled: readonly Row[]): readonly Edge[] {
  const field = textAt(governor.object, 'kind') === 'NetworkPolicy' ? 'podSelector' : 'selector'
  const selector = mapAt(governor.object, 'spec', field)
  return labelled
    .filter((row) => acceptsLabels(selector, podLabels(row.object)))
    .map((row) => ({ from: governor.entity, to: row.entity, relation: 'governs' }))
}
