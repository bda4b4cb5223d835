/** Entries of one map cell; more than any instrumentation writes. */
const MAX_ENTRIES = 200

// One entry of a Python or JSON map of texts: key and value each in either quote, with backslash escapes. An escaped quote begins none.
const ENTRY = /(?<!\\)(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')\s*:\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([^,}'"]+))/gs
const GO_MAP = /^map\[(.*)\]$/s

/**
 * The entries of a recorded map cell: a Python literal, JSON, or a Go map. Values are texts; what is not an entry is skipped, so a
 * cell that was cut gives the entries before the cut. Never throws.
 */
export function parseMap(cell: string): Record<string, string> {
  const go = GO_MAP.exec(cell)?.[1]
  if (go !== undefined) return parseGoMap(go)
  const entries = [...cell.matchAll(ENTRY)].slice(0, MAX_ENTRIES)
  return Object.fromEntries(
    entries.map(([, doubly, singly, inDouble, inSingle, bare = '']) => {
      const quoted = inDouble ?? inSingle
      return [unescape(doubly ?? singly ?? ''), quoted === undefined ? bare.trim() : unescape(quoted)]
    }),
  )
}

// `k:v k2:v2` without quotes: a new entry begins at a blank followed by a key and a colon.
function parseGoMap(text: string): Record<string, string> {
  const parts = text.split(/ (?=[\w./-]+:)/).slice(0, MAX_ENTRIES)
  return Object.fromEntries(
    parts.flatMap((part) => {
      const colon = part.indexOf(':')
      return colon > 0 ? [[part.slice(0, colon), part.slice(colon + 1)]] : []
    }),
  )
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

function unescape(text: string): string {
  return text.replaceAll(/\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (escape) => {
    const code = escape.slice(2)
    return code === '' ? (ESCAPES[escape.slice(1)] ?? escape.slice(1)) : String.fromCodePoint(Number.parseInt(code, 16))
  })
}
