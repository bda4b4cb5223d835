import { BASE64, isIn, runEnd, WORD, type CharacterSet } from '../characters.ts'
import { KNOWN_PATTERNS } from './known-patterns.ts'
import { KNOWN_PREFIXES } from './known-prefixes.ts'

/** A way to find a token that begins at a position: one past its end, or -1. */
type Finder = (text: string, at: number) => number

const FINDERS: ReadonlyMap<number, readonly Finder[]> = buildFinders()

/** A number for the first two characters of a word; -1 when one of them is not ASCII. */
export function pairCode(text: string, at: number): number {
  const first = text.charCodeAt(at)
  const second = text.charCodeAt(at + 1)
  return first < 128 && second < 128 ? (first << 7) | second : -1
}

/** Codes of the pairs with which a known token may begin. */
export function tokenPairs(): readonly number[] {
  return [...FINDERS.keys()]
}

/** One past the end of the issuer's token that begins at a position; -1 when none does. Longest wins. */
export function findToken(text: string, at: number): number {
  let end = -1
  for (const find of FINDERS.get(pairCode(text, at)) ?? []) end = Math.max(end, find(text, at))
  return end
}

function buildFinders(): ReadonlyMap<number, readonly Finder[]> {
  const finders = new Map<number, Finder[]>()
  const add = (begin: string, find: Finder) => {
    const code = pairCode(begin, 0)
    finders.set(code, [...(finders.get(code) ?? []), find])
  }
  for (const { prefix, body, least } of KNOWN_PREFIXES) add(prefix, byPrefix(prefix, body, least))
  for (const { begins, pattern } of KNOWN_PATTERNS) {
    for (const begin of begins) add(begin, byPattern(begin, pattern))
  }
  return finders
}

function byPrefix(prefix: string, body: CharacterSet, least: number): Finder {
  return (text, at) => {
    if (!text.startsWith(prefix, at)) return -1
    const start = at + prefix.length
    const end = runEnd(text, start, body)
    if (end - start < least || !isDrawn(text.slice(start, Math.min(end, start + 64)))) return -1
    return isIn(WORD, text, end) ? runEnd(text, end, BASE64) : end
  }
}

/** A token has digits, or capitals among small letters: `sk-` and `key-` begin words and names of objects too. */
function isDrawn(body: string): boolean {
  if (/^[a-z]+(?:[-_.][a-z]+)*$/.test(body) || /^[A-Z]+(?:[-_.][A-Z]+)*$/.test(body)) return false
  return /\d/.test(body) || /[a-z][A-Z]|[A-Z]{2}[a-z]/.test(body)
}

function byPattern(begin: string, pattern: RegExp): Finder {
  return (text, at) => {
    if (!text.startsWith(begin, at)) return -1
    pattern.lastIndex = at
    return pattern.test(text) ? pattern.lastIndex : -1
  }
}
