const KINDS = [
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Service',
  'Endpoints',
  'EndpointSlice',
  'Node',
  'Namespace',
  'ConfigMap',
  'Secret',
  'ServiceAccount',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'StorageClass',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Ingress',
  'IngressClass',
  'ReplicationController',
  'ControllerRevision',
  'PriorityClass',
  'RuntimeClass',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
  'VolumeAttachment',
  'CSIDriver',
  'Lease',
  'Event',
  'CustomResourceDefinition',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
] as const

/** Kinds that live outside any namespace. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'IngressClass',
  'PriorityClass',
  'RuntimeClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'VolumeAttachment',
  'CSIDriver',
  'CustomResourceDefinition',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
])

const BY_WORD = new Map<string, string>(
  KINDS.flatMap((kind) => {
    const word = kind.toLowerCase()
    return [
      [word, kind],
      [`${word}s`, kind],
      [`${word}es`, kind],
      [word.replace(/y$/, 'ies'), kind],
    ] as const
  }),
)

/** The CamelCase kind for a resource word as kubectl takes or prints it, or as tools name files (`pods`, `replicaset`, `network-policies`); null for an unknown one. */
export function knownKind(word: string): string | null {
  return BY_WORD.get(word.toLowerCase().replaceAll(/[-_]/g, '')) ?? null
}

/** The same; an unknown word with a capital. */
export function kindOf(word: string): string {
  return knownKind(word) ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}
