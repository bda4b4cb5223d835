import type { Rows } from '../../domain/telemetry-rows.ts'
import { isPlatform } from './platform-namespaces.ts'

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicaSet', 'Pod', 'ReplicationController'])

/** The namespace of an object; none for one outside of namespaces. */
export function namespaceOf({ object }: Rows['object_versions']): readonly string[] {
  const metadata = object['metadata']
  const namespace = typeof metadata === 'object' && metadata !== null && 'namespace' in metadata ? metadata.namespace : null
  return typeof namespace === 'string' ? [namespace] : []
}

/** Namespaces with workloads, sorted; those of the platform left out where there are others. All namespaces where none has a workload. */
export function scopesOf(objects: readonly Rows['object_versions'][], namespaces: ReadonlySet<string>): readonly string[] {
  const working = new Set(objects.filter(({ object }) => WORKLOADS.has(String(object['kind']))).flatMap(namespaceOf))
  const all = [...(working.size > 0 ? working : namespaces)].sort()
  const own = all.filter((namespace) => !isPlatform(namespace))
  return own.length > 0 ? own : all
}
