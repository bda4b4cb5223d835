import { CLUSTER_SCOPE, formatEntity, parseEntity, type EntityId } from '../../../domain/entity.ts'
import type { Rows } from '../../../domain/telemetry-rows.ts'
import type { Edge, Relation } from '../graph.ts'
import { listAt, mapAt, textAt, type JsonMap } from '../json.ts'
import { parseAddress, serviceOfHost } from './address.ts'
import { containersOf, environmentOf, podSpec } from './workload.ts'

/** Kinds that live outside namespaces, as far as references lead to them. */
const CLUSTER_KINDS = new Set(['Node', 'Namespace', 'PersistentVolume', 'StorageClass', 'ClusterRole', 'PriorityClass'])

/** Every reference that one object writes down: owner, node, volumes, environment, accounts, addresses, scale target, claim. */
export function objectEdges(row: Rows['object_versions']): readonly Edge[] {
  const { scope } = parseEntity(row.entity)
  const link = (relation: Relation, kind: string, name: string | null): readonly Edge[] =>
    name === null || name === '' ? [] : [{ from: row.entity, to: inScope(scope, kind, name), relation }]
  return [
    ...ownerEdges(row, scope),
    ...nodeEdge(row),
    ...volumeEdges(row.object, link),
    ...environmentEdges(row.object, link),
    ...addressEdges(row, scope),
    ...link('references', 'ServiceAccount', textAt(podSpec(row.object), 'serviceAccountName')),
    ...link(
      'references',
      'PersistentVolume',
      parseEntity(row.entity).kind === 'PersistentVolumeClaim' ? textAt(row.object, 'spec', 'volumeName') : null,
    ),
    ...link('governs', textAt(row.object, 'spec', 'scaleTargetRef', 'kind') ?? '', textAt(row.object, 'spec', 'scaleTargetRef', 'name')),
  ]
}

type Link = (relation: Relation, kind: string, name: string | null) => readonly Edge[]

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

function volumeEdges(object: JsonMap, link: Link): readonly Edge[] {
  return listAt(podSpec(object), 'volumes').flatMap((volume) => [
    ...link('mounts', 'ConfigMap', textAt(volume, 'configMap', 'name')),
    ...link('mounts', 'Secret', textAt(volume, 'secret', 'secretName')),
    ...link('mounts', 'PersistentVolumeClaim', textAt(volume, 'persistentVolumeClaim', 'claimName')),
    ...listAt(volume, 'projected', 'sources').flatMap((source) => [
      ...link('mounts', 'ConfigMap', textAt(source, 'configMap', 'name')),
      ...link('mounts', 'Secret', textAt(source, 'secret', 'name')),
    ]),
  ])
}

function environmentEdges(object: JsonMap, link: Link): readonly Edge[] {
  return containersOf(object).flatMap((container) => [
    ...listAt(container, 'envFrom').flatMap((source) => [
      ...link('references', 'ConfigMap', textAt(source, 'configMapRef', 'name')),
      ...link('references', 'Secret', textAt(source, 'secretRef', 'name')),
    ]),
    ...listAt(container, 'env').flatMap((entry) => [
      ...link('references', 'ConfigMap', textAt(mapAt(entry, 'valueFrom'), 'configMapKeyRef', 'name')),
      ...link('references', 'Secret', textAt(mapAt(entry, 'valueFrom'), 'secretKeyRef', 'name')),
    ]),
  ])
}

function addressEdges(row: Rows['object_versions'], scope: string): readonly Edge[] {
  return environmentOf(row.object).flatMap(({ value }): Edge[] => {
    const service = serviceOfHost(parseAddress(value)?.host ?? '', scope)
    return service === null ? [] : [{ from: row.entity, to: service, relation: 'references' }]
  })
}
