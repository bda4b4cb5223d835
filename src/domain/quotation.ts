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
  return [...linesOf(row, '')]
}

/** True when the quote stands, character for character, in one line of the row's rendering. An empty quote is never true. */
export function isQuotedFrom(quote: string, row: Json): boolean {
  return quote.length > 0 && renderLines(row).some((line) => line.includes(quote))
}

function* linesOf(value: Json, path: string): Generator<string> {
  if (value instanceof Date) yield `${path}: ${value.toISOString()}`
  else if (isScalar(value)) yield `${path}: ${String(value)}`
  else if (Array.isArray(value)) yield* listLines(value, path)
  else if (typeof value === 'object' && value !== null) yield* mapLines(Object.entries(value), path)
}

function* listLines(items: readonly Json[], path: string): Generator<string> {
  if (items.every(isScalar)) yield `${path}: [${items.map(String).join(', ')}]`
  else for (const [index, item] of items.entries()) yield* itemLines(item, { index, path })
}

function* itemLines(item: Json, at: { readonly index: number; readonly path: string }): Generator<string> {
  if (isNamed(item)) yield* namedLines(item, at.path)
  else yield* linesOf(item, join(at.path, String(at.index)))
}

function* namedLines({ name, ...rest }: { readonly name: string }, path: string): Generator<string> {
  const entries = Object.entries(rest)
  const only = entries.length === 1 ? entries[0] : undefined
  if (only?.[0] === 'value') yield* linesOf(only[1], join(path, name))
  else yield* mapLines(entries, join(path, name))
}

function* mapLines(entries: readonly (readonly [string, Json])[], path: string): Generator<string> {
  if (entries.length === 0) yield `${path}: {}`
  for (const [key, value] of entries) yield* linesOf(value, join(path, key))
}

function isNamed(item: Json): item is { readonly name: string } {
  return typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string'
}

function isScalar(value: Json): value is Scalar {
  return value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value)
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
