/**
 * Characters that are not shown but do something: controls but tab and line feed, what is ignored by default (marks of reading direction,
 * characters without width, tags; but the selector that makes a picture of a sign), separators of lines and paragraphs, notes between lines,
 * and half surrogate pairs. Sources: ECMA-48; UAX #44, Default_Ignorable_Code_Point; UAX #9.
 */
const ACTING = /(?![\uFE0F\t\n])[\p{Cc}\p{DI}\p{Zl}\p{Zp}\p{Cs}\uFFF9-\uFFFB]/gu
/** Highest code that fits `\xNN`. */
const LAST_BYTE = 0xff

/**
 * Text that a terminal, a log or Slack shows as it stands: what would act instead is written out (`\x1b`, `\u202e`). Tab and line feed stay, a
 * line break of Windows becomes one of ours. For text from outside, once, at the edge where it is shown. Never throws.
 */
export function showable(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(ACTING, escapeOf)
}

/** The same on one line: a line break would let a text start a line of ours. */
export function showableLine(text: string): string {
  return showable(text).replace(/[\n\t]+/g, ' ')
}

/** JSON that holds no such character either, and means the same: JSON itself escapes C0 only. */
export function showableJson(json: string): string {
  return json.replace(ACTING, (character) =>
    Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  )
}

/** A plain value with every text in it on one line, keys as they are. */
export function showableLines<Value>(value: Value): Value {
  return mapTexts(value) as Value
}

function mapTexts(value: unknown): unknown {
  if (typeof value === 'string') return showableLine(value)
  if (Array.isArray(value)) return value.map(mapTexts)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner)]))
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= LAST_BYTE) return `\\x${hex.padStart(2, '0')}`
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}
