/** One value found in a text, with where it stands: `list` and `item` (from 1) when it is an item of a list's `items`, `item` 0 for a list without its items. */
export interface JsonDocument {
  readonly text: string
  readonly item: number | null
}

export interface JsonScan {
  readonly documents: readonly JsonDocument[]
  /** Offset behind the last whole value: what follows is not JSON, or was cut. */
  readonly end: number
  /** True when the text ended inside of a value. */
  readonly isCut: boolean
}

const QUOTE = 34
const BACKSLASH = 92
const COMMA = 44
const SPACE = 32
const OPENING = new Set([91, 123])
const CLOSING = new Set([93, 125])

/**
 * Takes apart JSON values that stand one behind the other from `start` on. Each item of a top-level list of Kubernetes (`"items": [...]`) is a document of
 * its own, followed by the list without its items, so that one damaged or unfinished item costs itself alone. Ends at the first character that begins no
 * object or array. Looks at each character once; never throws.
 */
export function scanJson(text: string, start = 0): JsonScan {
  const documents: JsonDocument[] = []
  let at = skipBlanks(text, start)
  let end = start
  while (at < text.length && OPENING.has(text.charCodeAt(at))) {
    const value = scanValue(text, at)
    documents.push(...value.documents)
    if (value.end === null) return { documents, end: text.length, isCut: true }
    end = value.end
    at = skipBlanks(text, end)
  }
  return { documents, end, isCut: false }
}

/** `end` is null when the text ends before the value does. */
interface ScannedValue {
  readonly documents: readonly JsonDocument[]
  readonly end: number | null
}

function scanValue(text: string, start: number): ScannedValue {
  const isArray = text.charAt(start) === '['
  const items: JsonDocument[] = []
  let [depth, itemStart, listStart, listEnd] = [0, -1, isArray ? start : -1, -1]
  // Depth at which the items of the list stand, once it has begun.
  let listDepth = isArray ? 1 : -1
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      const close = endOfString(text, at)
      if (close === null) break
      if (listDepth < 0 && depth === 1 && text.startsWith('"items"', at)) {
        const bracket = listBracket(text, close)
        if (bracket !== null) [listStart, listDepth] = [bracket, 2]
      }
      at = close - 1
    } else if (OPENING.has(code)) {
      depth += 1
      if (depth === listDepth + 1 && listStart >= 0 && listEnd < 0 && itemStart < 0) itemStart = at
    } else if (CLOSING.has(code)) {
      depth -= 1
      if (depth === listDepth && itemStart >= 0) {
        items.push({ text: text.slice(itemStart, at + 1), item: items.length + 1 })
        itemStart = -1
      } else if (listDepth > 0 && depth === listDepth - 1 && listEnd < 0) listEnd = at
      if (depth === 0) return { documents: [...items, ...shellOf(text, { start, end: at + 1, listStart, listEnd })], end: at + 1 }
    }
  }
  return { documents: listStart < 0 ? [] : [...items, ...cutShell(text, start, listStart)], end: null }
}

interface Bounds {
  readonly start: number
  readonly end: number
  readonly listStart: number
  readonly listEnd: number
}

/** The value itself when it is no list; the list without its items when it is one. */
function shellOf(text: string, { start, end, listStart, listEnd }: Bounds): readonly JsonDocument[] {
  if (listStart < 0 || listEnd < 0) return [{ text: text.slice(start, end), item: null }]
  if (listStart === start) return []
  return [{ text: `${text.slice(start, listStart)}[]${text.slice(listEnd + 1, end)}`, item: 0 }]
}

/** What stands before the items of a list that was cut: its kind, in the order in which API servers write. */
function cutShell(text: string, start: number, listStart: number): readonly JsonDocument[] {
  return listStart === start ? [] : [{ text: `${text.slice(start, listStart)}[]}`, item: 0 }]
}

/** Where the bracket of a key's list is; null when the key has no list. `from` is behind the key. */
function listBracket(text: string, from: number): number | null {
  const colon = skipBlanks(text, from)
  const bracket = skipBlanks(text, colon + 1)
  return text.charAt(colon) === ':' && text.charAt(bracket) === '[' ? bracket : null
}

/** Offset behind the closing quote; null when the string is not closed. */
function endOfString(text: string, start: number): number | null {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes += 1
    if (escapes % 2 === 0) return at + 1
  }
  return null
}

function skipBlanks(text: string, start: number): number {
  let at = start
  while (at < text.length && (text.charCodeAt(at) <= SPACE || text.charCodeAt(at) === COMMA)) at += 1
  return at
}
