/** The length of the line break at a position, real or written as an escape (`\n` inside a string of JSON, at any depth); 0 when there is none. */
export function breakLength(text: string, at: number): number {
  if (text[at] === '\n') return 1
  if (text[at] === '\r' && text[at + 1] === '\n') return 2
  if (text[at] !== '\\') return 0
  let next = at
  while (text[next] === '\\') next += 1
  if (text[next] === 'n') return next - at + 1
  return text[next] === 'r' && text[next + 1] === '\\' ? breakLength(text, next + 1) + next + 1 - at : 0
}

/** Where the line around or after a position ends: before its break, or, among escaped breaks, before the quote that ends the string. */
export function lineEnd(text: string, at: number, isEscaped: boolean): number {
  if (!isEscaped) {
    const end = text.indexOf('\n', at)
    return end < 0 ? text.length : end
  }
  let next = at
  while (next < text.length && text[next] !== '"' && text[next] !== '\n' && breakLength(text, next) === 0) next += 1
  // The backslashes before the closing quote belong to it.
  while (text[next] === '"' && next > at && text[next - 1] === '\\') next -= 1
  return next
}

/** Blanks at the beginning of a line. */
export function indentOf(text: string, start: number): number {
  let at = start
  while (text[at] === ' ') at += 1
  return at - start
}

/** How deep a name is indented; the dash of a list before it counts as a blank. */
export function indentBefore(text: string, nameStart: number): number {
  let at = nameStart
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '-')) at -= 1
  return nameStart - at
}
