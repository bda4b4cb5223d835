import type { Rows } from '../../domain/telemetry-rows.ts'
import type { KnownPod, KnownPods } from './container-logs.ts'
import { namespaceOf } from '../kubernetes-rows/namespaces.ts'

/** The pods among the objects of a dump, by name, with the names of their containers. */
export function podsIn(objects: readonly Rows['object_versions'][]): KnownPods {
  const pods = objects.flatMap((row): readonly KnownPod[] => {
    const [namespace] = namespaceOf(row)
    if (row.object['kind'] !== 'Pod' || namespace === undefined) return []
    return [{ namespace, name: row.entity.split('/')[2] ?? '', containers: containersOf(row.object['spec']) }]
  })
  return Map.groupBy(pods, ({ name }) => name)
}

function containersOf(spec: unknown): readonly string[] {
  if (typeof spec !== 'object' || spec === null) return []
  const all = ['containers', 'initContainers'].flatMap((key): unknown[] => {
    const list = (spec as Record<string, unknown>)[key]
    return Array.isArray(list) ? list : []
  })
  return all.flatMap((one) => (typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string' ? [one.name] : []))
}
