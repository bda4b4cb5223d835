import { z } from 'zod'

/** Scope of objects that live outside any namespace (nodes, persistent volumes, namespaces themselves). */
export const CLUSTER_SCOPE = '_cluster'

/**
 * `scope/Kind/name`. In Kubernetes the scope is the namespace (`_cluster` for cluster-scoped objects) and Kind is CamelCase.
 * Beyond it: `repo/Commit/<sha>`, `env/FeatureFlag/<key>`, `external/Provider/<name>`, `external/Certificate/<cn>`.
 */
export type EntityId = `${string}/${string}/${string}`

export interface Entity {
  readonly scope: string
  readonly kind: string
  readonly name: string
}

const ENTITY_PATTERN = /^[^/\s]+\/[A-Z][A-Za-z]*\/\S+$/

/** Accepts exactly the `scope/Kind/name` form; a name may itself contain slashes (image references, topics). */
export const entityId = z.custom<EntityId>((value) => typeof value === 'string' && ENTITY_PATTERN.test(value), {
  error: 'an entity is written scope/Kind/name, for example shop/Deployment/checkout',
})

/** Joins the three parts. Never throws; the parts are taken as they are. */
export function formatEntity(scope: string, kind: string, name: string): EntityId {
  return `${scope}/${kind}/${name}`
}

/** Splits an id into its parts. The name keeps any further slashes. */
export function parseEntity(id: EntityId): Entity {
  const afterScope = id.indexOf('/')
  const afterKind = id.indexOf('/', afterScope + 1)
  return { scope: id.slice(0, afterScope), kind: id.slice(afterScope + 1, afterKind), name: id.slice(afterKind + 1) }
}
