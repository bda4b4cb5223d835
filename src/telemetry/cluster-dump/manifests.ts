import { z } from 'zod'
import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import { parseBoundedYaml } from '../shared/bounded-yaml.ts'
import { CLUSTER_SCOPED } from '../kubernetes-rows/kinds.ts'

/** The least a YAML document must have to be a Kubernetes object. */
const declaredObject = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
})

/** An object as somebody wrote it down. Whether the cluster has it like that is another question. */
export interface Declared {
  readonly entity: EntityId
  readonly locator: string
  readonly object: Readonly<Record<string, unknown>>
}

/** The objects of one manifest text, in its order. Throws when a document is no YAML or beyond the limits; empty documents are left out. */
export function readManifest(text: string, about: { readonly app: string; readonly namespace: string }): Declared[] {
  return parseBoundedYaml(text).flatMap((content, index) => {
    if (content === null || content === undefined) return []
    const object = declaredObject.parse(content)
    const scope = CLUSTER_SCOPED.has(object.kind) ? CLUSTER_SCOPE : (object.metadata.namespace ?? about.namespace)
    return [
      { entity: formatEntity(scope, object.kind, object.metadata.name), locator: `case.json#app_yaml.${about.app}#${index + 1}`, object },
    ]
  })
}
