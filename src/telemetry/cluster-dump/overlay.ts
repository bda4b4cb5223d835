// A description shows what the cluster has but not every field; a manifest shows every field but not what the cluster has. The
// description wins wherever it speaks.

type Json = unknown
type JsonMap = Readonly<Record<string, Json>>

/** Maps that are one value: keys of the manifest must not be mixed into what the cluster shows. */
const WHOLE_MAPS: ReadonlySet<string> = new Set([
  'labels',
  'annotations',
  'selector',
  'matchLabels',
  'nodeSelector',
  'limits',
  'requests',
  'hard',
  'used',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'state',
  'lastState',
])

/** Lists whose items are one value each, or whose printed form is complete. */
const WHOLE_LISTS: ReadonlySet<string> = new Set(['tolerations', 'taints', 'ports', 'env', 'command', 'args'])

/**
 * `shown` with the fields that only `declared` has. Maps are joined key by key and lists of named items item by item (items that
 * only the manifest has are not added: the cluster does not have them); everything else is taken from `shown`.
 */
export function overlay(shown: JsonMap, declared: JsonMap): Record<string, Json> {
  const added = Object.entries(declared).filter(([key]) => !Object.hasOwn(shown, key))
  const kept = Object.entries(shown).map(([key, value]) => [key, joinValue(key, value, ownValue(declared, key))] as const)
  return Object.fromEntries([...kept, ...added])
}

function joinValue(key: string, shown: Json, declared: Json): Json {
  if (isMap(shown) && isMap(declared)) return WHOLE_MAPS.has(key) ? shown : overlay(shown, declared)
  if (Array.isArray(shown) && Array.isArray(declared) && !WHOLE_LISTS.has(key)) return shown.map((item: Json) => joinItem(item, declared))
  return shown
}

function joinItem(shown: Json, declared: readonly Json[]): Json {
  if (!isMap(shown)) return shown
  const twin = declared.find((item) => isMap(item) && item['name'] !== undefined && item['name'] === shown['name'])
  return isMap(twin) ? overlay(shown, twin) : shown
}

function isMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
import { ownValue } from '../../domain/own-value.ts'
