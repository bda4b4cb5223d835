/** Which of the first 128 characters belong to a set; anything above never does. */
export type CharacterSet = Uint8Array

const LOWER = 'abcdefghijklmnopqrstuvwxyz'
const UPPER = LOWER.toUpperCase()
const DIGITS = '0123456789'

/** Characters a name is looked back for: longer names are judged by their end. */
const MAX_LOOK_BACK = 128

export function characterSet(characters: string): CharacterSet {
  const set = new Uint8Array(128)
  for (const character of characters) set[character.charCodeAt(0)] = 1
  return set
}

export const WORD = characterSet(`${LOWER}${UPPER}${DIGITS}_`)
export const NAME = characterSet(`${LOWER}${UPPER}${DIGITS}_-.`)
export const DASHED = characterSet(`${LOWER}${UPPER}${DIGITS}_-`)
export const HEX = characterSet(`${DIGITS}abcdefABCDEF`)
export const BASE64 = characterSet(`${LOWER}${UPPER}${DIGITS}+/=`)
/** What generated keys are written in: base64 in both alphabets, and the marks that join its parts. */
export const TOKEN = characterSet(`${LOWER}${UPPER}${DIGITS}_-.~+/=`)
export const BLANK = characterSet(' \t')
export const DIGIT = characterSet(DIGITS)

export function isIn(set: CharacterSet, text: string, at: number): boolean {
  return set[text.charCodeAt(at)] === 1
}

/** One past the last character of the run that begins at `start`. */
export function runEnd(text: string, start: number, set: CharacterSet): number {
  let at = start
  while (at < text.length && set[text.charCodeAt(at)] === 1) at += 1
  return at
}

/**
 * Where the run that ends before `end` begins, at most 128 characters back. A letter that belongs to an escape (`\n`, `\u0041`) is not part of
 * it, so that what is masked never tears an escape of JSON.
 */
export function runStart(text: string, end: number, set: CharacterSet): number {
  let at = end
  const least = Math.max(0, end - MAX_LOOK_BACK)
  while (at > least && set[text.charCodeAt(at - 1)] === 1) at -= 1
  return Math.min(end, afterEscape(text, at))
}

const UNICODE_ESCAPE_CHARACTERS = 5

function afterEscape(text: string, at: number): number {
  if (text[at - 1] !== '\\') return at
  return text[at] === 'u' ? at + UNICODE_ESCAPE_CHARACTERS : at + 1
}

/** How many backslashes stand right before a position. */
export function slashesBefore(text: string, at: number): number {
  let start = at
  while (start > 0 && text[start - 1] === '\\') start -= 1
  return at - start
}
