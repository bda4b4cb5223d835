/** Levels of nesting. Real documents stay under 40 (a resource definition with its schema); what walks a value later calls itself once a level. */
const MAX_JSON_DEPTH = 100
/** Values in one document: more than the largest cluster dump, few enough to walk in a fraction of a second. */
const MAX_JSON_VALUES = 2_000_000

/** Thrown by `parseBoundedJson` for a text that is JSON and too deep or too wide to be worked on; the message says which, for people. */
export class JsonTooLarge extends Error {}

/** Parses JSON. Throws `SyntaxError` when it is none and `JsonTooLarge` beyond `MAX_JSON_DEPTH` or `maxValues`. */
export function parseBoundedJson(text: string, maxValues = MAX_JSON_VALUES): unknown {
  // The parser of the engine does not call itself, so depth alone cannot exhaust its stack.
  const value: unknown = JSON.parse(text)
  const excess = excessOf(value, maxValues)
  if (excess !== null) throw new JsonTooLarge(excess)
  return value
}

/** What of a value is beyond the limits, in words; null when nothing is. Level by level, so that it needs no stack of its own. */
export function excessOf(value: unknown, maxValues = MAX_JSON_VALUES): string | null {
  let level: object[] = isParent(value) ? [value] : []
  let values = 1
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_JSON_DEPTH) return `it is nested deeper than ${MAX_JSON_DEPTH} levels (MAX_JSON_DEPTH)`
    const next: object[] = []
    for (const parent of level) {
      const children: unknown[] = Array.isArray(parent) ? parent : Object.values(parent)
      values += children.length
      if (values > maxValues) return `it holds more than ${maxValues} values (MAX_JSON_VALUES)`
      for (const child of children) if (isParent(child)) next.push(child)
    }
    level = next
  }
  return null
}

function isParent(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
