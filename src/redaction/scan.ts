import { atAddress, atSign } from './addresses.ts'
import { isIn, runEnd, WORD } from './characters.ts'
import { atOption, atPositional, COMMAND_WORDS, isOptionStart, optionsOf, POSITIONAL_WORDS } from './commands.ts'
import { mark, type Examination } from './examination.ts'
import { atScheme } from './headers.ts'
import { atBody, atDashes } from './keys.ts'
import { atBankAccount, atDigit } from './numbers.ts'
import { atSeparator } from './pairs.ts'
import { atSpoken, SPOKEN_WORDS } from './spoken.ts'
import { findToken, pairCode, tokenPairs } from './tokens/find-token.ts'
import { atBotKey, atDataCentre, atElement, atHash, atTilde } from './shapes.ts'

// One pass over a text. Every position is looked at once; where something may begin, one anchored reader decides, reads no further than its named
// limit or what it masks, and says where to go on. That is why the time grows with the length and with nothing else.

const PLAIN = 0
const IN_WORD = 1
const SEPARATOR = 2
const AT_SIGN = 3
const DASH = 4
const BACKSLASH = 5
const LINE_END = 6
const ELEMENT_END = 7
const DOLLAR = 8
const ESCAPE = 9
const COMMAND_END = 10
const TILDE = 11

const KINDS = new Uint8Array(128)
for (let code = 0; code < 128; code++) if (WORD[code] === 1) KINDS[code] = IN_WORD
for (const [characters, kind] of [
  ['=:', SEPARATOR],
  ['@', AT_SIGN],
  ['-', DASH],
  ['\\', BACKSLASH],
  ['\n', LINE_END],
  ['>', ELEMENT_END],
  ['$', DOLLAR],
  ['\u001b', ESCAPE],
  ['|;', COMMAND_END],
  ['~', TILDE],
] as const) {
  for (const character of characters) KINDS[character.charCodeAt(0)] = kind
}

/** First two letters of the words that a reader waits for, in any case. */
const WORD_STARTS = new Uint8Array(128 * 128)
const TOKEN_START = 1
const WORD_START = 2
const LONGEST_WORD = 16
for (const code of tokenPairs()) if (code >= 0) WORD_STARTS[code] = TOKEN_START
const SCHEMES = ['bearer', 'basic', 'digest', 'token', 'negotiate', 'splunk', 'apikey', 'ssws']
const KNOWN_WORDS = new Set([...COMMAND_WORDS, ...POSITIONAL_WORDS, ...SPOKEN_WORDS, ...SCHEMES])
const SPOKEN = new Set(SPOKEN_WORDS)
const SCHEME_WORDS = new Set(SCHEMES)
for (const word of KNOWN_WORDS) {
  for (const first of [word[0] ?? '', (word[0] ?? '').toUpperCase()]) {
    for (const second of [word[1] ?? '', (word[1] ?? '').toUpperCase()]) {
      const code = pairCode(first + second, 0)
      WORD_STARTS[code] = (WORD_STARTS[code] ?? 0) | WORD_START
    }
  }
}

/** Finds everything in the text that is to be masked and leaves it in `examination.marks`. */
export function scan(examination: Examination): void {
  const { text } = examination
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    const kind = code < 128 ? KINDS[code] : PLAIN
    at = kind === PLAIN ? at + 1 : Math.max(at + 1, step(examination, at, kind ?? PLAIN))
  }
}

function step(examination: Examination, at: number, kind: number): number {
  const { text } = examination
  switch (kind) {
    case IN_WORD:
      return atWord(examination, at)
    case SEPARATOR:
      return atColon(examination, at)
    case AT_SIGN:
      return atSign(examination, at)
    case DASH:
      if (text.startsWith('-----BEGIN ', at)) return atDashes(examination, at)
      return isOptionStart(text, at) ? atOption(examination, at) : atDataCentre(examination, at)
    case BACKSLASH:
      return Math.max(atBody(examination, at), afterEscape(text, at))
    case LINE_END:
      examination.command = null
      return atBody(examination, text[at - 1] === '\r' ? at - 1 : at)
    case ELEMENT_END:
      return atElement(examination, at)
    case DOLLAR:
      return atHash(examination, at)
    case TILDE:
      return atTilde(examination, at)
    case ESCAPE:
      return afterControlSequence(text, at)
    default:
      if (text.startsWith('&gt;', at - 3)) return atElement(examination, at)
      examination.command = null
      return at + 1
  }
}

function atColon(examination: Examination, at: number): number {
  const { text } = examination
  if (text.startsWith('://', at)) return atAddress(examination, at)
  const botKey = atBotKey(examination, at)
  return botKey > at ? botKey : atSeparator(examination, at)
}

function atWord(examination: Examination, at: number): number {
  const { text } = examination
  const code = pairCode(text, at)
  const starts = code < 0 ? 0 : (WORD_STARTS[code] ?? 0)
  if (starts !== 0 || text.charCodeAt(at) <= 57) {
    const end = atKnownStart(examination, at, starts)
    if (end > at) return end
  } else if (isUpper(text.charCodeAt(at)) && isUpper(text.charCodeAt(at + 1))) {
    const end = atBankAccount(examination, at)
    if (end > at) return end
  }
  return runEnd(text, at, WORD)
}

function atKnownStart(examination: Examination, at: number, starts: number): number {
  const { text } = examination
  if ((starts & TOKEN_START) !== 0) {
    const end = findToken(text, at)
    if (end > at) return mark(examination, { start: at, end })
  }
  const first = text.charCodeAt(at)
  if (first <= 57) return atDigit(examination, at)
  if (isUpper(first) && isUpper(text.charCodeAt(at + 1))) {
    const end = atBankAccount(examination, at)
    if (end > at) return end
  }
  return (starts & WORD_START) === 0 ? -1 : atKnownWord(examination, at)
}

/** A command, a scheme of authorization, or a word that people say before a secret. */
function atKnownWord(examination: Examination, at: number): number {
  const { text } = examination
  const end = runEnd(text, at, WORD)
  if (end - at > LONGEST_WORD) return -1
  const word = text.slice(at, end).toLowerCase()
  if (!KNOWN_WORDS.has(word)) return -1
  const command = optionsOf(word)
  if (command !== undefined && isIn(AFTER_COMMAND, text, end)) examination.command = command
  const scheme = SCHEME_WORDS.has(word) ? atScheme(examination, at) : -1
  if (scheme > at) return scheme
  const positional = atPositional(examination, at, word)
  if (positional > at) return positional
  return SPOKEN.has(word) ? atSpoken(examination, at) : -1
}

const AFTER_COMMAND = new Uint8Array(128)
for (const character of ' \t"\'\\\v') AFTER_COMMAND[character.charCodeAt(0)] = 1

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90
}

/** A line break or tab that is written as an escape ends a word as a real one does; so does an escaped character of JSON. */
function afterEscape(text: string, at: number): number {
  let next = at
  while (text[next] === '\\') next += 1
  const letter = text[next] ?? ''
  if (letter === 'u') return next + 5
  return /[nrtbf]/.test(letter) ? next + 1 : next
}

/** Colours of a terminal end before the word that they colour. */
function afterControlSequence(text: string, at: number): number {
  if (text[at + 1] !== '[') return at + 1
  let next = at + 2
  while (/[\d;]/.test(text[next] ?? '')) next += 1
  return next + 1
}
