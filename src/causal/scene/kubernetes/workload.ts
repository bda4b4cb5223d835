import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import { perObject } from '../per-object.ts'
import { listAt, mapAt, textAt, textsOf, type JsonMap } from '../json.ts'

/** Kinds that run pods from a template. */
export const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'] as const

/** True for a kind that runs pods from a template. */
export function isWorkload(entity: EntityId): boolean {
  return WORKLOAD_KINDS.some((kind) => kind === parseEntity(entity).kind)
}

/** The condition of that type in the status of an object; undefined when it has none. Its fields are read with `textAt` and `timeAt`. */
export function conditionOf(object: JsonMap | undefined, type: string): unknown {
  return listAt(object, 'status', 'conditions').find((one) => textAt(one, 'type') === type)
}

/** True when the condition of that type is true. */
export function isTrue(object: JsonMap | undefined, type: string): boolean {
  return textAt(conditionOf(object, type), 'status') === 'True'
}

/** The pod spec of a pod or of a workload's template; empty when the object has none. */
export function podSpec(object: JsonMap): JsonMap {
  if (textAt(object, 'kind') === 'Pod') return mapAt(object, 'spec')
  const template = textAt(object, 'kind') === 'CronJob' ? mapAt(object, 'spec', 'jobTemplate', 'spec') : mapAt(object, 'spec')
  return mapAt(template, 'template', 'spec')
}

/** Labels of a pod, or of the pods that a workload makes. */
export const podLabels = perObject((object: JsonMap): ReadonlyMap<string, string> => {
  if (textAt(object, 'kind') === 'Pod') return textsOf(mapAt(object, 'metadata', 'labels'))
  const inner = textAt(object, 'kind') === 'CronJob' ? mapAt(object, 'spec', 'jobTemplate', 'spec') : mapAt(object, 'spec')
  return textsOf(mapAt(inner, 'template', 'metadata', 'labels'))
})

/** Containers and init containers, as Kubernetes writes them. */
export function containersOf(object: JsonMap): readonly unknown[] {
  const spec = podSpec(object)
  return [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')]
}

/** Environment of all containers with literal values, in order. */
export const environmentOf = perObject((object: JsonMap): readonly { readonly name: string; readonly value: string }[] =>
  containersOf(object)
    .flatMap((container) => listAt(container, 'env'))
    .flatMap((entry) => {
      const name = textAt(entry, 'name')
      const value = textAt(entry, 'value')
      return name === null || value === null ? [] : [{ name, value }]
    }),
)
