import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'

// Most telling first: a rule about a workload or pod names it; the namespace alone is what remains.
const ENTITY_LABELS: readonly (readonly [label: string, kind: string, isClusterScoped: boolean])[] = [
  ['service_name', 'Service', false],
  ['deployment', 'Deployment', false],
  ['statefulset', 'StatefulSet', false],
  ['daemonset', 'DaemonSet', false],
  ['horizontalpodautoscaler', 'HorizontalPodAutoscaler', false],
  ['persistentvolumeclaim', 'PersistentVolumeClaim', false],
  ['resourcequota', 'ResourceQuota', false],
  ['job_name', 'Job', false],
  ['pod', 'Pod', false],
  ['node', 'Node', true],
  ['namespace', 'Namespace', true],
]

/** The entity that an alert's labels point at; null when they name none, or a namespaced one without its namespace. */
export function alertEntity(labels: Readonly<Record<string, string>>): EntityId | null {
  const namespace = labels['namespace'] ?? labels['k8s_namespace_name'] ?? labels['exported_namespace']
  for (const [label, kind, isClusterScoped] of ENTITY_LABELS) {
    const name = labels[label]
    const scope = isClusterScoped ? CLUSTER_SCOPE : namespace
    if (name && scope && !/\s/.test(`${scope}${name}`)) return formatEntity(scope, kind, name)
  }
  return null
}
