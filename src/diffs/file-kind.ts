import { CONFIGS, INERT, MANIFESTS, SCHEMAS } from './tables/files.ts'
import { says } from './words.ts'

/** What a changed file can do to a running service. */
export type FileKind = 'code' | 'config' | 'schema' | 'manifest' | 'inert'

/** Tells by its path what kind of file it is, the first that fits; anything unknown counts as code. */
export function fileKindOf(path: string): FileKind {
  if (says(INERT, path)) return 'inert'
  if (says(MANIFESTS, path)) return 'manifest'
  if (says(SCHEMAS, path)) return 'schema'
  return says(CONFIGS, path) ? 'config' : 'code'
}
