import { isIn, TOKEN } from '../characters.ts'

/** Characters that are looked at; a random value shows itself in fewer. */
const MAX_EXAMINED = 256
/** Shorter values are words, codes and short hashes. */
const MIN_RANDOM_LENGTH = 16
/** A hexadecimal value below this is a short id. */
const MIN_HEX_LENGTH = 32
/** Bits a character: English words and names have about 3, base64 of random bytes above 4 from 32 characters on. */
const MIN_ENTROPY_BITS = 3
/** Changes between lower case, upper case and digits for each character: about 0.6 where drawn at random, 0.4 in camelCase words. */
const MIN_CHANGES = 0.3
const MIN_CHANGES_WITHOUT_DIGITS = 0.42

/**
 * Whether a value looks drawn at random: long, many different characters, upper and lower case and digits in no order. Hexadecimal values, which
 * hashes and ids are too, only count with `isHexTelling`. A property of the value alone: nothing is masked for it without a name beside it.
 */
export function isRandom(value: string, isHexTelling = false): boolean {
  const seen = value.slice(0, MAX_EXAMINED)
  if (seen.length < MIN_RANDOM_LENGTH || !isTokenText(seen) || /^[a-z]+:\/\//i.test(seen)) return false
  if (/^(?:sha\d+|md5)[-:]/i.test(seen) || /^0x/i.test(seen)) return false
  if (/^[0-9a-f-]+$/i.test(seen)) return isHexTelling && seen.length >= MIN_HEX_LENGTH && /\d/.test(seen) && /[a-f]/i.test(seen)
  if (entropyBits(seen) < MIN_ENTROPY_BITS) return false
  const changes = changesOf(seen) / seen.length
  if (/[a-z]/.test(seen) && /[A-Z]/.test(seen)) return changes >= (/\d/.test(seen) ? MIN_CHANGES : MIN_CHANGES_WITHOUT_DIGITS)
  return isHexTelling && /\d/.test(seen) && !/[-_./]/.test(seen) && changes >= MIN_CHANGES
}

function isTokenText(value: string): boolean {
  for (let at = 0; at < value.length; at++) if (!isIn(TOKEN, value, at)) return false
  return true
}

/** Shannon entropy of the characters (Shannon 1948, section 6). */
function entropyBits(value: string): number {
  const counts = new Map<string, number>()
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1)
  return -counts.values().reduce((sum, count) => sum + (count / value.length) * Math.log2(count / value.length), 0)
}

function changesOf(value: string): number {
  let changes = 0
  for (let at = 1; at < value.length; at++) if (classOf(value.charCodeAt(at)) !== classOf(value.charCodeAt(at - 1))) changes += 1
  return changes
}

function classOf(code: number): number {
  if (code >= 48 && code <= 57) return 0
  if (code >= 65 && code <= 90) return 1
  return code >= 97 && code <= 122 ? 2 : 3
}
