import { MASK } from '../marks.ts'
import { BLANK, characterSet, isIn, NAME, runEnd, runStart, slashesBefore, WORD } from '../characters.ts'

const BACKSLASH = 92
const DOUBLE_QUOTE = 34
const OPENING_BRACKET = 91
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
/** Joins the arguments of a command that a list holds, see `redact-fields.ts`. */
const ARGUMENT_END = 11
/** Blanks between a name, its separator and its value. */
const MAX_BLANKS = 16
/** Names after a comma or an ampersand are looked for this far: longer ones end nothing. */
const MAX_NEXT_NAME = 64

/** Where a value stands. `quoted`: between its quotes; `bare`: up to what ends an unquoted word; `list`: after `[`; the others have no extent. */
export interface Value {
  readonly form: 'quoted' | 'bare' | 'list' | 'object' | 'block' | 'nothing'
  readonly start: number
  readonly end: number
}

/**
 * The value that begins at or soon after a position. `nameQuote`: what closed the name, so that the same quote here opens
 * the value; any other may close the string that is around the name.
 */
export function readValue(text: string, at: number, nameQuote: string): Value {
  const start = Math.min(runEnd(text, at, BLANK), at + MAX_BLANKS)
  const slashes = runOfSlashes(text, start)
  const open = start + slashes
  const first = text[open]
  if (first === '"' || first === "'" || first === '`') {
    const isOpening = nameQuote.length === slashes + 1 && nameQuote.endsWith(first)
    // Other numbers of backslashes are text of the value, or end what is around it.
    const isClosing = levelOf(slashes) !== slashes || (!isOpening && isAfterClosing(text, open + 1))
    return isClosing ? { form: 'nothing', start, end: start } : quotedValue(text, open + 1, { quote: first, slashes })
  }
  if (first === undefined || first === '\n' || first === '\r') return { form: 'nothing', start, end: start }
  if (slashes > 0 && /[nrt]/.test(first)) return { form: 'nothing', start, end: start }
  if ((first === '|' || first === '>') && /^[-+\d]{0,2}[ \t]{0,8}(?:\r?\n|\\+n)/.test(text.slice(start + 1, start + 16)))
    return { form: 'block', start, end: start }
  if (text.startsWith(MASK, start)) return { form: 'bare', start, end: start + MASK.length }
  if (first === '[' && slashes === 0) return { form: 'list', start: start + 1, end: start + 1 }
  if (first === '{' && slashes === 0 && text[start + 1] !== '{') return { form: 'object', start, end: start }
  return { form: 'bare', start, end: referenceEnd(text, start) ?? bareEnd(text, start) }
}

/** References to a value have brackets around them: `$(NAME)`, `${NAME}`, `{{ .name }}`, `<name>`. Null when there is none. */
function referenceEnd(text: string, start: number): number | null {
  if (!REFERENCE_STARTS.has(text[start] ?? '')) return null
  const found = /^(?:\$\([\w.]{1,64}\)|\$\{[^}\s"'\\]{1,64}\}|\$?\{\{[^}"'\\\n]{1,64}\}\}|<[\w -]{1,64}>)(?![\w$])/.exec(
    text.slice(start, start + 72),
  )
  return found === null ? null : start + found[0].length
}

const REFERENCE_STARTS = new Set(['$', '{', '<'])

/** Whether what follows a quote is what follows a closing one: in JSON nothing else can. */
export function isAfterClosing(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (Number.isNaN(code) || code <= 32 || AFTER_CLOSING[code] === 1) return true
  return code === BACKSLASH && /["nrt]/.test(text[at + runOfSlashes(text, at)] ?? '"')
}

const AFTER_CLOSING = characterSet(',}]:;)"\'')

function runOfSlashes(text: string, start: number): number {
  let at = start
  while (text[at] === '\\') at += 1
  return at - start
}

interface Opening {
  readonly quote: string
  /** Backslashes before the opening quote: 0, 1, 3, 7 for JSON inside strings of JSON. */
  readonly slashes: number
}

/** A value without its closing quote on the same line ends with the line. */
export function quotedValue(text: string, start: number, { quote, slashes }: Opening): Value {
  let run = 0
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) {
      run += 1
      continue
    }
    if (code === LINE_FEED || code === CARRIAGE_RETURN || code === ARGUMENT_END) return { form: 'quoted', start, end: at - run }
    if (text[at] === quote) {
      // One more level of escapes is a quote inside the value; anything else closes it, or what is around it.
      const period = 2 * (slashes + 1)
      if (run % period !== period - 1) return { form: 'quoted', start, end: at - closingSlashes(run, slashes) }
    } else if (code === DOUBLE_QUOTE && isAfterClosing(text, at + 1)) return { form: 'quoted', start, end: at - (run % 2) }
    run = 0
  }
  return { form: 'quoted', start, end: text.length - run }
}

/** How many of the backslashes before a closing quote belong to it. */
function closingSlashes(run: number, slashes: number): number {
  let own = slashes
  while (own > 0 && run % (2 * (own + 1)) !== own) own = Math.floor((own - 1) / 2)
  return own
}

/** The quoted elements of a list, up to the first thing that is none, on one line or several. */
export function listElements(text: string, start: number, nameQuote: string): readonly Value[] {
  const elements: Value[] = []
  let at = start
  for (;;) {
    while (at < text.length && /[\s,]/.test(text[at] ?? '')) at += 1
    const slashes = runOfSlashes(text, at)
    const quote = text[at + slashes]
    if ((quote !== '"' && quote !== "'") || (slashes % 2 === 1) !== slashes > 0) return elements
    const isOpening = elements.length > 0 || (nameQuote.length === slashes + 1 && nameQuote.endsWith(quote))
    if (!isOpening && isAfterClosing(text, at + slashes + 1)) return elements
    const value = quotedValue(text, at + slashes + 1, { quote, slashes })
    if (text[value.end + slashes] !== quote) return elements
    elements.push(value)
    at = value.end + slashes + 1
  }
}

/** Where an unquoted value ends. Commas, semicolons and ampersands end it only where something new begins after them. */
export function bareEnd(text: string, start: number): number {
  if (text.startsWith(MASK, start)) return start + MASK.length
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code <= 32) return at
    if (code === OPENING_BRACKET && text.startsWith(MASK, at)) at += MASK.length
    else if (code === BACKSLASH) {
      const run = runOfSlashes(text, at)
      const next = text[at + run] ?? ''
      if (next === '' || next === '"' || next === "'" || next === '`' || next === '\n') return at
      if (/[nrt]/.test(next) || text.startsWith('u0026', at + run) || text.startsWith('u003c', at + run)) return at
      at += run + 1
    } else if (ENDERS[code] === 1 && endsHere(text, at)) return at
    else at += 1
  }
  return at
}

const ENDERS = characterSet('"\'`<>,;&)]}|')

function endsHere(text: string, at: number): boolean {
  const next = text[at + 1] ?? ' '
  switch (text[at]) {
    case '"':
    case '`':
    case '>':
      return true
    case "'":
      return !isIn(WORD, next, 0)
    case '<':
      return next === '/' || next === '*' || !isIn(WORD, next, 0)
    case '&':
      // Escaped as Slack and HTML escape them, `&`, `<`, `>` and quotes end a value as the characters themselves do.
      return !isIn(WORD, next, 0) || beginsPair(text, at + 1) || /^&(?:amp|lt|gt|quot|#39);/.test(text.slice(at, at + 6))
    case ',':
    case ';':
      return !isIn(WORD, next, 0) || beginsPair(text, at + 1)
    default:
      return !isIn(WORD, next, 0)
  }
}

function beginsPair(text: string, start: number): boolean {
  const end = Math.min(runEnd(text, start, NAME), start + MAX_NEXT_NAME)
  const after = text[end] ?? ''
  return end > start && (after === '=' || after === ':' || after === '&')
}

/** The name before a separator, with the quote that closes it (backslashes included); null when there is none. */
export function nameBefore(text: string, at: number): { readonly name: string; readonly start: number; readonly quote: string } | null {
  let end = at
  while (end > 0 && at - end < MAX_BLANKS && isIn(BLANK, text, end - 1)) end -= 1
  if (text[end - 1] === ']') end -= 1
  const isQuoted = text[end - 1] === '"' || text[end - 1] === "'" || text[end - 1] === '`'
  const slashes = isQuoted ? levelOf(slashesBefore(text, end - 1)) : 0
  const quote = isQuoted ? text.slice(end - 1 - slashes, end) : ''
  const nameEnd = end - quote.length
  const start = runStart(text, nameEnd, NAME)
  return start === nameEnd ? null : { name: text.slice(start, nameEnd), start, quote }
}

/**
 * The quote of the JSON name before a bare value that begins here, with its backslashes; empty when none stands there, null when it cannot be told
 * whether the quote closes a name or opens a string.
 */
export function quoteBefore(text: string, at: number): string | null {
  let colon = at
  while (at - colon < MAX_BLANKS && isIn(BLANK, text, colon - 1)) colon -= 1
  if (text[colon - 1] !== ':') return ''
  let quote = colon - 1
  while (colon - quote < MAX_BLANKS && isIn(BLANK, text, quote - 1)) quote -= 1
  if (text[quote - 1] !== '"') return ''
  const slashes = levelOf(slashesBefore(text, quote - 1))
  return /[{[,:\s]/.test(text[quote - 2 - slashes] ?? ' ') ? null : text.slice(quote - 1 - slashes, quote)
}

/** How many of the backslashes before a quote are its own: 0, 1, 3, 7 by depth; the others are escaped backslashes of the text. */
function levelOf(run: number): number {
  return (run ^ (run + 1)) >> 1
}
