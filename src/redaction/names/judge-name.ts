import { splitName } from './split-name.ts'
import {
  HARMLESS_BEFORE,
  HARMLESS_NAMES,
  HEX_HINT_PHRASES,
  HEX_HINT_WORDS,
  HINT_WORDS,
  KEY_KINDS,
  REFERRING_WORDS,
  SECRET_ENDINGS,
  SECRET_PHRASES,
  SECRET_WORDS,
} from './telling-words.ts'

/**
 * What a name says about its value. `secret`: it is one. `worded`: it is one unless it is a small number. `plural`: unless it is any number.
 * `object`: the name of a Kubernetes Secret, or its contents. `loose`: a telling word with others after it, so the value must look like a secret.
 * `hint`: the value must look drawn at random, `hexHint`: or be hexadecimal. `authorization` and `cookie` have a grammar of their own.
 */
export type NameClass = 'none' | 'secret' | 'worded' | 'plural' | 'object' | 'loose' | 'hint' | 'hexHint' | 'authorization' | 'cookie'

/** Whether a name says nothing by itself: the value must look drawn at random. */
export function isHint(nameClass: NameClass): boolean {
  return nameClass === 'hint' || nameClass === 'hexHint'
}

export type NameJudge = (name: string) => NameClass

/** A part of every telling word, and of every word that makes a pair with one. */
const STEM =
  /pass|pwd|pw|psw|psk|secret|token|cred|key|auth|cookie|sess|sig|sid|otp|pin|mnemonic|jwt|docker|[cx]srf|pat|hmac|pepper|phrase|code|salt|seed|webhook|bearer|nonce|licen|dsn|conn/i
/** Names that are remembered: an ordinary text uses a few hundred; a hostile one must not grow the memory. */
const MAX_REMEMBERED = 4096

/** A judge that remembers what it was asked. `deny` adds field names that are secrets, `allow` takes names out; both in any spelling. */
export function createNameJudge(lists: { readonly allow: readonly string[]; readonly deny: readonly string[] }): NameJudge {
  const allowed = new Set(lists.allow.map(spelling))
  const denied = new Set(lists.deny.map(spelling))
  const known = new Map<string, NameClass>()
  return (name) => {
    // Most names hold no part of a telling word: one look tells.
    if (denied.size === 0 && !STEM.test(name)) return 'none'
    const before = known.get(name)
    if (before !== undefined) return before
    if (known.size >= MAX_REMEMBERED) known.clear()
    const own = spelling(name)
    const found = denied.has(own) ? 'secret' : allowed.has(own) ? 'none' : classOf(splitName(name))
    known.set(name, found)
    return found
  }
}

function spelling(name: string): string {
  return splitName(name).join('_') || name
}

function classOf(words: readonly string[]): NameClass {
  const last = words.at(-1)
  if (last === undefined) return 'none'
  if (last === 'authorization' || (last === 'auth' && words.at(-2) === 'proxy')) return 'authorization'
  if (last === 'cookie' && (words.length === 1 || words.at(-2) === 'set')) return 'cookie'
  const singular = words.map(singularOf)
  if (HARMLESS_NAMES.has(singular.slice(-4).join(' ')) || HARMLESS_NAMES.has(singular.slice(-3).join(' '))) return 'none'
  if (HARMLESS_NAMES.has(singular.slice(-2).join(' '))) return 'none'
  const at = singular.findLastIndex((_word, index) => tellingWords(singular, index) > 0)
  if (at >= 0) return classAt(at, words, singular)
  return hintOf(singular)
}

/** Before `secret` these say that a Kubernetes object is named: `tlsSecret: shop-tls`. */
const OBJECT_OWNERS = new Set([
  'tls',
  'ssl',
  'ca',
  'cert',
  'certificate',
  'registry',
  'db',
  'database',
  'auth',
  'credential',
  'env',
  'config',
  'kube',
  'k8s',
])

function classAt(at: number, words: readonly string[], singular: readonly string[]): NameClass {
  const first = at - tellingWords(singular, at) + 1
  const before = singular[first - 1]
  if (before !== undefined && HARMLESS_BEFORE.has(before)) return 'none'
  if (singular.slice(at + 1).some((word) => REFERRING_WORDS.has(word))) return 'none'
  if (at < words.length - 1) return 'loose'
  const word = singular[at]
  const isAlone = words.length === 1
  if (word === 'secret' && (isAlone || OBJECT_OWNERS.has(before ?? ''))) return 'object'
  if (words[at] !== word) return isAlone && word === 'token' ? 'none' : 'plural'
  return isAlone && (word === 'pass' || word === 'token' || word === 'pin') ? 'worded' : 'secret'
}

/** How many words that end at `index` are telling together; 0 when they are not. */
function tellingWords(words: readonly string[], index: number): number {
  const word = words[index] ?? ''
  const before = words[index - 1] ?? ''
  if (word === 'key' && KEY_KINDS.has(before)) return 2
  if (SECRET_PHRASES.has(`${before} ${word}`)) return 2
  if (SECRET_PHRASES.has(`${words[index - 2] ?? ''} ${before} ${word}`)) return 3
  if (SECRET_WORDS.has(word)) return 1
  return SECRET_ENDINGS.some((ending) => word.endsWith(ending)) ? 1 : 0
}

function hintOf(words: readonly string[]): NameClass {
  const last = words.at(-1) ?? ''
  if (HEX_HINT_WORDS.has(last) || HEX_HINT_PHRASES.has(words.slice(-2).join(' '))) return 'hexHint'
  return HINT_WORDS.has(last) ? 'hint' : 'none'
}

function singularOf(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}
