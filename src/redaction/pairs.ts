import { isIn, runStart, WORD } from './characters.ts'
import { markCookies, markCredentials } from './headers.ts'
import { mark, type Examination, type Pair } from './examination.ts'
import { markBlock, markItems } from './yaml-blocks.ts'
import { isHint, type NameClass } from './names/judge-name.ts'
import { markSecretData } from './secret-objects.ts'
import { isSecretValue } from './values/is-secret-value.ts'
import { isRandom } from './values/randomness.ts'
import { listElements, nameBefore, readValue, type Value } from './values/read-value.ts'
import { isStatusWord } from './values/stays.ts'

/** Shortest unquoted value that is masked after a colon: `pin: 12` and `pass: no` are words of a sentence. */
const MIN_SAID = 4
/** Shortest unquoted value that is masked after an equals sign. */
const MIN_ASSIGNED = 3
/** Longest value of a `name:` field whose `value:` is waited for, and how far apart the two may stand. */
const MAX_NAMED_CHARACTERS = 128
const MAX_NAMED_DISTANCE = 200

const KEY_NAMES = new Set(['password', 'username', 'token', 'secret', 'key', 'apikey', 'api-key', 'credentials', 'tls.key', 'tls.crt'])

/** Reads `name=value`, `name: value`, `"name": "value"` and the like at a separator; returns where the scan goes on. */
export function atSeparator(examination: Examination, at: number): number {
  const { text } = examination
  const found = nameBefore(text, at)
  if (found === null) return at + 1
  const second = text[at + 1]
  const after = second === '=' || second === '>' ? at + 2 : at + 1
  const pair: Pair = {
    name: found.name,
    nameStart: found.start,
    quote: found.quote,
    separator: text[at] === '=' ? '=' : ':',
    at: after,
  }
  if (isSecretData(examination, pair)) return markSecretData(examination, pair)
  return markPair(examination, pair, classOfPair(examination, pair))
}

/** Masks what a pair of a known class holds; returns where the scan goes on. */
function markPair(examination: Examination, pair: Pair, nameClass: NameClass): number {
  if (nameClass === 'none') return pair.at
  const value = readValue(examination.text, pair.at, pair.quote)
  // A bare value of JSON is a number or a literal, and no header.
  const isHeader = nameClass === 'authorization' || nameClass === 'cookie'
  if (isHeader && pair.quote !== '' && value.form === 'bare') return pair.at
  if (isHeader && pair.quote !== '' && value.form === 'list') return markList(examination, { ...pair, value }, 'secret')
  if (nameClass === 'authorization') return markCredentials(examination, value)
  if (nameClass === 'cookie') return markCookies(examination, value)
  switch (value.form) {
    case 'quoted':
      return isSecretValue(examination.text.slice(value.start, value.end), nameClass) ? mark(examination, value) : pair.at
    case 'bare':
      return markBare(examination, { ...pair, value }, nameClass)
    case 'list':
      return markList(examination, { ...pair, value }, nameClass)
    case 'block':
      return isHint(nameClass) ? pair.at : markBlock(examination, { at: value.start, nameStart: pair.nameStart })
    case 'nothing':
      return isHint(nameClass) || nameClass === 'object' ? pair.at : markItems(examination, value.start)
    case 'object':
      return pair.at
  }
}

function isSecretData({ secretObjects }: Examination, { name, at }: Pair): boolean {
  return secretObjects !== null && (name === 'data' || name === 'stringData') && secretObjects.holds(at)
}

function classOfPair(examination: Examination, pair: Pair): NameClass {
  const { text, judgeName } = examination
  const own = isChecksum(text, pair.nameStart) ? 'none' : judgeName(pair.name)
  if (own !== 'none' && !isHint(own)) return own
  const lower = pair.name.length <= 10 ? pair.name.toLowerCase() : ''
  if (lower === 'name' || lower === 'key' || lower === 'header') rememberName(examination, pair)
  if (lower === 'value' && examination.named !== null && pair.at - examination.named.end <= MAX_NAMED_DISTANCE)
    return judgeName(examination.named.name)
  // `api key: X`: the word before the last one belongs to the name.
  if (text[pair.nameStart - 1] !== ' ' || !isIn(WORD, text, pair.nameStart - 2) || !/(?:key|keys|code|phrase|string|id)$/i.test(pair.name))
    return own
  const together = judgeName(`${text.slice(runStart(text, pair.nameStart - 1, WORD), pair.nameStart - 1)}_${pair.name}`)
  return together === 'loose' ? own : together
}

/** `checksum/secret: X` is the hash of one. */
function isChecksum(text: string, nameStart: number): boolean {
  return text[nameStart - 1] === '/' && /(?:checksum|hash|digest)\/$/.test(text.slice(Math.max(0, nameStart - 9), nameStart))
}

function rememberName(examination: Examination, pair: Pair): void {
  const value = readValue(examination.text, pair.at, pair.quote)
  const hasName = (value.form === 'quoted' || value.form === 'bare') && value.end - value.start <= MAX_NAMED_CHARACTERS
  examination.named = hasName ? { name: examination.text.slice(value.start, value.end), end: value.end } : null
}

function markList(examination: Examination, { value, quote }: Pair & { readonly value: Value }, nameClass: NameClass): number {
  const elements = listElements(examination.text, value.start, quote)
  for (const element of elements) {
    if (isSecretValue(examination.text.slice(element.start, element.end), nameClass)) mark(examination, element)
  }
  return elements.at(-1)?.end ?? value.start
}

function markBare(examination: Examination, pair: Pair & { readonly value: Value }, nameClass: NameClass): number {
  const { text } = examination
  const { value, separator, quote, at } = pair
  const found = text.slice(value.start, value.end)
  if (quote !== '' && /^-?\d[\d.eE+-]*$/.test(found)) return markNumber(examination, pair, nameClass)
  const isFirst = isFirstInLine(text, pair.nameStart - quote.length)
  // A quoted name before a bare word is a quotation in a sentence: `volume "api-credentials" : secret "x" not found`.
  if (quote !== '' && !isFirst && !isRandom(found, true)) return at
  if (found.length < (separator === '=' ? MIN_ASSIGNED : MIN_SAID) || isStatusWord(found)) return at
  if (!isSecretValue(stripEnd(found), nameClass)) return at
  if (separator === '=' || isHint(nameClass)) return mark(examination, value)
  // `token: SELECT`, `secret key: password`: a word of a language, or the name of a key.
  if ((nameClass === 'worded' && /^[A-Za-z]{1,16}$/.test(found)) || KEY_NAMES.has(found.toLowerCase())) return at
  return markSaid(examination, { value, isFirst: isFirst && nameClass === 'secret' })
}

/** After a colon words may follow. In a line that begins with the name they are the value; in a sentence they say something about it. */
function markSaid(examination: Examination, { value, isFirst }: { readonly value: Value; readonly isFirst: boolean }): number {
  const { text } = examination
  const isWord = /^[A-Za-z][a-z]*[.,]?$/.test(text.slice(value.start, Math.min(value.end, value.start + 32)))
  if (text[value.end] !== ' ' || !(isFirst || isWord)) return mark(examination, value)
  const rest = FOLLOWING_WORDS.exec(text.slice(value.end, value.end + MAX_FOLLOWING))?.[0] ?? ''
  if (rest === '') return mark(examination, value)
  const end = value.end + rest.length
  const isWholeLine = /^\s*(?:\n|\\n|$|["'])/.test(text.slice(end, end + 8))
  if (isFirst && isWholeLine && !rest.split(' ').some(isSaying)) return mark(examination, { start: value.start, end })
  return isWord ? value.start : mark(examination, value)
}

/** Words of a sentence, or of a pass phrase, up to eight. */
const FOLLOWING_WORDS = /^(?: [^\s"'=:\\]{1,64}){1,8}(?=\s|$|["'\\])/
const MAX_FOLLOWING = 256

function isSaying(word: string): boolean {
  return word !== '' && isStatusWord(word)
}

/** A number of JSON becomes a string, or the text would be JSON no more. */
function markNumber(examination: Examination, { value, quote, at }: Pair & { readonly value: Value }, nameClass: NameClass): number {
  const digits = examination.text.slice(value.start, value.end)
  return isSecretValue(digits, nameClass) && nameClass !== 'loose' ? mark(examination, { ...value, quote }) : at
}

function stripEnd(value: string): string {
  return value.length > 1 && /[.,:;]$/.test(value) ? value.slice(0, -1) : value
}

/** Longest indentation that is looked through to the beginning of a line. */
const MAX_INDENT = 40

function isFirstInLine(text: string, start: number): boolean {
  let at = start
  while (at > 0 && start - at < MAX_INDENT && /[ \t\-"']/.test(text[at - 1] ?? '')) at -= 1
  return at === 0 || text[at - 1] === '\n' || (text[at - 1] === 'n' && text[at - 2] === '\\') || text[at - 1] === '\\'
}
