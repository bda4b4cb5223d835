/** Longest text a template is taken of; a stack trace differs in its tail and says what it says in its head. */
const MAX_TEMPLATE_CHARS = 400

// What varies between two occurrences of one message, most specific first: each rule turns it into the same placeholder.
const VARIABLE_PARTS: readonly RegExp[] = [
  /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g,
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
  /\b0x[0-9a-f]+\b/gi,
  /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi,
  /(?<![A-Za-z_0-9])[+-]?\d+(?:[.,:]\d+)*/g,
]

/**
 * The pattern of a log message: its text with times, ids, addresses and numbers replaced by `<*>`, white space folded, cut at
 * `MAX_TEMPLATE_CHARS`. Two records with one template say the same thing about different instances. Pure.
 */
export function templateOf(message: string): string {
  const folded = message.slice(0, MAX_TEMPLATE_CHARS).replace(/\s+/g, ' ').trim()
  return VARIABLE_PARTS.reduce((text, part) => text.replace(part, '<*>'), folded).replace(/<\*>(?:[ ,;]{0,8}<\*>)+/g, '<*>')
}
