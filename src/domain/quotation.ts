// A receipt quotes a row verbatim. "Verbatim" needs one rendering of a row that the engine, the model and the gate share:
// each leaf of the row is one line `path: value`, and a quote is true when some line contains it.

type Json = unknown
type Scalar = string | number | boolean | bigint | null

/**
 * Renders a row as lines `path: value`, leaves in the order of the row. List items that have a `name` are addressed by it, and
 * an item that is only `name` and `value` becomes one leaf (`…env.QUOTE_ADDR: quote:8080`), the way people write it.
 * Empty lists and maps render as `path: []` and `path: {}`; dates as ISO 8601 in UTC; line breaks inside text stay.
 */
export function renderLines(row: Json): string[] {
  const lines: string[] = []
  addLines(row, '', lines)
  return lines
}

/** True when the quote stands, character for character, in one line of the row's rendering. An empty quote is never true. */
export function isQuotedFrom(quote: string, row: Json): boolean {
  return quote.length > 0 && renderLines(row).some((line) => line.includes(quote))
}

/** Adds to `lines` what a value renders as: rows of thousands of leaves are rendered often, and one list is several times faster than nested iterators. */
function addLines(value: Json, path: string, lines: string[]): void {
  if (value instanceof Date) lines.push(`${path}: ${value.toISOString()}`)
  else if (isScalar(value)) lines.push(`${path}: ${String(value)}`)
  else if (Array.isArray(value)) addList(value, path, lines)
  else if (typeof value === 'object' && value !== null) addMap(Object.entries(value), path, lines)
}

function addList(items: readonly Json[], path: string, lines: string[]): void {
  if (items.every(isScalar)) lines.push(`${path}: [${items.map(String).join(', ')}]`)
  else
    for (const [index, item] of items.entries()) {
      if (isNamed(item)) addNamed(item, path, lines)
      else addLines(item, join(path, String(index)), lines)
    }
}

function addNamed({ name, ...rest }: { readonly name: string }, path: string, lines: string[]): void {
  const entries = Object.entries(rest)
  const only = entries.length === 1 ? entries[0] : undefined
  if (only?.[0] === 'value') addLines(only[1], join(path, name), lines)
  else addMap(entries, join(path, name), lines)
}

function addMap(entries: readonly (readonly [string, Json])[], path: string, lines: string[]): void {
  if (entries.length === 0) lines.push(`${path}: {}`)
  for (const [key, value] of entries) addLines(value, join(path, key), lines)
}

function isNamed(item: Json): item is { readonly name: string } {
  return typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string'
}

function isScalar(value: Json): value is Scalar {
  const type = typeof value
  return value === null || type === 'string' || type === 'number' || type === 'boolean' || type === 'bigint'
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
