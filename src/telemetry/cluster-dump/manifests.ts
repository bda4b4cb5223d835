import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { CLUSTER_SCOPE, formatEntity, type EntityId } from '../../domain/entity.ts'
import { excessOf, JsonTooLarge } from '../shared/bounded-json.ts'
import { CLUSTER_SCOPED } from './kinds.ts'

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

/** YAML aliases one document may expand; a bomb expands without end. Manifests use none or a few. */
const MAX_ALIASES = 50
/** Characters of the manifests of one application. The largest have a few thousand. */
const MAX_MANIFEST_CHARS = 500_000
/** Brackets open at once, and keys marked by `?`: the parser takes exponentially long for many (48 characters more than a day), manifests have few or none. */
const MAX_OPEN_BRACKETS = 50
const MAX_MARKED_KEYS = 10

/** The objects of one manifest text, in its order. Throws when a document is no YAML or beyond the limits; empty documents are left out. */
export function readManifest(text: string, about: { readonly app: string; readonly namespace: string }): Declared[] {
  refuseTraps(text)
  return parseAllDocuments(text, { uniqueKeys: false }).flatMap((document, index) => {
    const [error] = 'errors' in document ? document.errors : []
    if (error) throw error
    const content: unknown = document.toJS({ maxAliasCount: MAX_ALIASES })
    if (content === null || content === undefined) return []
    const excess = excessOf(content)
    if (excess !== null) throw new JsonTooLarge(excess)
    const object = declaredObject.parse(content)
    const scope = CLUSTER_SCOPED.has(object.kind) ? CLUSTER_SCOPE : (object.metadata.namespace ?? about.namespace)
    return [
      { entity: formatEntity(scope, object.kind, object.metadata.name), locator: `case.json#app_yaml.${about.app}#${index + 1}`, object },
    ]
  })
}

/** Looks at the text alone, before the parser does. Brackets inside of texts count too, which no real manifest has that many of. */
function refuseTraps(text: string): void {
  if (text.length > MAX_MANIFEST_CHARS) throw new JsonTooLarge(`it is longer than ${MAX_MANIFEST_CHARS} characters (MAX_MANIFEST_CHARS)`)
  let [open, marked] = [0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '[' || char === '{') open += 1
    else if (char === ']' || char === '}') open = Math.max(0, open - 1)
    else if (char === '?' && MARKS_A_KEY.has(text[at - 1] ?? '\n') && MARKS_A_KEY.has(text[at + 1] ?? '\n')) marked += 1
    if (open > MAX_OPEN_BRACKETS || marked > MAX_MARKED_KEYS) throw new JsonTooLarge('its brackets or marked keys are nested too deep')
  }
}

/** What stands beside a `?` that marks a key. */
const MARKS_A_KEY: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r', '[', '{', ',', '?', '-', ':'])
