/** The same map without the keys whose value is `undefined`: a field that the output does not state is left out, not null. */
export function compact(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** `key=value` items as a map; an item without `=` becomes a key with an empty value. `undefined` for no items. */
export function parsePairs(items: readonly string[]): Record<string, string> | undefined {
  const pairs = items
    .flatMap((item) => item.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '')
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs.map(splitPair))
}

function splitPair(item: string): [string, string] {
  const at = item.indexOf('=')
  return at < 0 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)]
}

/** A number at the start of a text; `undefined` when there is none. */
export function leadingNumber(text: string | undefined): number | undefined {
  const digits = /^-?\d+/.exec(text ?? '')?.[0]
  return digits === undefined ? undefined : Number(digits)
}
