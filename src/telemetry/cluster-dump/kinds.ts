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
] as const

/** Kinds that live outside any namespace. */
export const CLUSTER_SCOPED: ReadonlySet<string> = new Set(['Node', 'Namespace', 'PersistentVolume', 'StorageClass'])

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

/** The CamelCase kind for a resource word as kubectl takes or prints it (`pods`, `replicaset`, `networkpolicies`); an unknown word with a capital. */
export function kindOf(word: string): string {
  return BY_WORD.get(word.toLowerCase()) ?? `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}
