import { type EntityId, parseEntity } from '../../../domain/entity.ts'
import { perObject } from '../per-object.ts'
import type { ObjectVersion } from '../scene.ts'

// Objects arrive as Kubernetes writes them. These accessors walk them without trusting any shape: what is not there is absent,
// never a crash.

export type JsonMap = Readonly<Record<string, unknown>>

/** The map at the path; empty when there is none or it is something else. */
export function mapAt(value: unknown, ...path: readonly string[]): JsonMap {
  const found = valueAt(value, path)
  return isMap(found) ? found : {}
}

/** The list at the path; empty when there is none or it is something else. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, path)
  return Array.isArray(found) ? found : []
}

/** The text, number or boolean at the path, as text; null when there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = valueAt(value, path)
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? String(found) : null
}

/** The number at the path; null when there is none or it is not a number. */
export function numberAt(value: unknown, ...path: readonly string[]): number | null {
  const found = valueAt(value, path)
  return typeof found === 'number' && Number.isFinite(found) ? found : null
}

/** The moment at the path (UTC); null when there is none or it is not a time. */
export function timeAt(value: unknown, ...path: readonly string[]): Date | null {
  const at = new Date(textAt(value, ...path) ?? '')
  return Number.isNaN(at.getTime()) ? null : at
}

/** True for a plain map. */
export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

/** The texts of a map, for example labels or a selector; other values are left out. */
export function textsOf(map: JsonMap): ReadonlyMap<string, string> {
  return new Map(Object.entries(map).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])))
}

/** Parses a text as a JSON map or list; null when it is neither. */
export function parseJson(text: string): JsonMap | readonly unknown[] | null {
  if (!/^\s*[[{]/.test(text)) return null
  try {
    const parsed: unknown = JSON.parse(text)
    return isMap(parsed) || Array.isArray(parsed) ? parsed : null
  } catch {
    // Text that only begins like JSON (a template, a truncated file) is compared as text.
    return null
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (isMap(inner)) return inner[key]
    return Array.isArray(inner) ? inner[Number(key)] : undefined
  }, value)
}

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
  return mapAt(podOf(object), 'spec')
}

/** A pod, or the template of which a workload makes its pods; empty when there is none. */
function podOf(object: JsonMap): JsonMap {
  if (textAt(object, 'kind') === 'Pod') return object
  return textAt(object, 'kind') === 'CronJob' ? mapAt(object, 'spec', 'jobTemplate', 'spec', 'template') : mapAt(object, 'spec', 'template')
}

/** Labels of a pod, or of the pods that a workload makes. */
export const podLabels = perObject((object: JsonMap) => textsOf(mapAt(podOf(object), 'metadata', 'labels')))

/** A ConfigMap, Secret or claim that pods get, and how. */
export interface Used {
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim'
  readonly name: string
  /** As a volume; else only as variables. */
  readonly isMounted: boolean
  /** The keys that are used of it, and the variables that hold them; empty for all of it. */
  readonly names: readonly string[]
}

/** What a pod, or a workload's template, mounts and then what it takes variables from, in order. */
export function usedBy(object: JsonMap): readonly Used[] {
  const used = (isMounted: boolean) => {
    return (kind: Used['kind'], name: string | null, names: readonly (string | null)[] = []): readonly Used[] =>
      name === null || name === '' ? [] : [{ kind, name, isMounted, names: names.filter((one) => one !== null) }]
  }
  const [mounted, referred] = [used(true), used(false)]
  const keysOf = (source: unknown) => listAt(source, 'items').map((item) => textAt(item, 'key'))
  const volumes = listAt(podSpec(object), 'volumes').flatMap((volume) => [
    ...mounted('ConfigMap', textAt(volume, 'configMap', 'name')),
    ...mounted('Secret', textAt(volume, 'secret', 'secretName'), keysOf(mapAt(volume, 'secret'))),
    ...mounted('PersistentVolumeClaim', textAt(volume, 'persistentVolumeClaim', 'claimName')),
    ...listAt(volume, 'projected', 'sources').flatMap((source) => [
      ...mounted('ConfigMap', textAt(source, 'configMap', 'name')),
      ...mounted('Secret', textAt(source, 'secret', 'name'), keysOf(mapAt(source, 'secret'))),
    ]),
  ])
  const variables = containersOf(object).flatMap((container) => [
    ...listAt(container, 'envFrom').flatMap((source) => [
      ...referred('ConfigMap', textAt(source, 'configMapRef', 'name')),
      ...referred('Secret', textAt(source, 'secretRef', 'name')),
    ]),
    ...listAt(container, 'env').flatMap((entry) => {
      const from = mapAt(entry, 'valueFrom')
      const names = [textAt(entry, 'name'), textAt(from, 'secretKeyRef', 'key')]
      return [
        ...referred('ConfigMap', textAt(from, 'configMapKeyRef', 'name')),
        ...referred('Secret', textAt(from, 'secretKeyRef', 'name'), names),
      ]
    }),
  ])
  return [...volumes, ...variables]
}

/** Containers and init containers, as Kubernetes writes them. */
export function containersOf(object: JsonMap): readonly unknown[] {
  const spec = podSpec(object)
  return [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')]
}

/** Environment of all containers with literal values, in order. */
export const environmentOf = perObject((object: JsonMap): readonly { readonly name: string; readonly value: string }[] =>
  containersOf(object).flatMap((container) =>
    listAt(container, 'env').flatMap((entry) => {
      const [name, value] = [textAt(entry, 'name'), textAt(entry, 'value')]
      return name === null || value === null ? [] : [{ name, value }]
    }),
  ),
)

/**
 * The spec of a pod with what only its workload's template shows. A pod object is complete in the API, but not in command output,
 * which prints no affinity. Empty when neither was observed.
 */
export function overlaySpec(pod: ObjectVersion | null, workload: ObjectVersion | null): JsonMap {
  const template = workload === null ? {} : podSpec(workload.row.object)
  return { ...template, ...mapAt(pod?.row.object, 'spec') }
}

/** True for a Job whose pods fail and of which nothing is decided yet: it is neither given up nor done. */
export function neverCameThrough(object: unknown): boolean {
  const [failed, succeeded] = [numberAt(object, 'status', 'failed') ?? 0, numberAt(object, 'status', 'succeeded') ?? 0]
  return failed > 0 && succeeded === 0 && listAt(object, 'status', 'conditions').length === 0
}
