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
