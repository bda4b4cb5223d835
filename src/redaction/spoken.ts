import { mark, type Examination } from './examination.ts'
import { isRandom } from './values/randomness.ts'
import { readValue } from './values/read-value.ts'
import { isNoSecret, isObjectName, isStatusWord, looksLikeSecret } from './values/stays.ts'

/** What people say: `the password is X`, `api key for orders: X`, `token X`. The words between, each with a limit. */
const SAID =
  /(?:passwords?|passwd|passphrase|passcode|pwd|pw|secrets?|tokens?|credentials?|creds|api[ -]?keys?|access[ -]?keys?|secret[ -]?keys?|private[ -]?keys?|pin|otp|code|key)(?:[ \t]{1,4}(?:for|of|to|on)[ \t]{1,4}(?:the[ \t]{1,4})?[\w.@/-]{1,64})?(?<verb>[ \t]{1,4}(?:is|was|are|=|:|to|->)(?:[ \t]{1,4}now)?:?)?[ \t]{1,4}(?=[^\s])/iy

/** First words of what is said, for the scan. */
export const SPOKEN_WORDS =
  'password passwords passwd passphrase passcode pwd pw secret secrets token tokens credential credentials creds api access private pin otp code key'.split(
    ' ',
  )

/** Masks a secret that stands after its name in a sentence. Returns where the scan goes on; -1 when there is none. */
export function atSpoken(examination: Examination, at: number): number {
  const { text } = examination
  SAID.lastIndex = at
  const said = SAID.exec(text)
  if (said === null) return -1
  const value = readValue(text, SAID.lastIndex, '')
  if (value.form !== 'quoted' && value.form !== 'bare') return -1
  const found = text.slice(value.start, value.end)
  const isStrong = /^(?:pass|pw)/i.test(said[0])
  const hasVerb = said.groups?.['verb'] !== undefined
  return isSaidSecret(found.replace(/(?<![.,:;!?])[.,:;!?]+$/, ''), { isStrong, hasVerb, isQuoted: value.form === 'quoted' })
    ? mark(examination, value)
    : -1
}

interface Saying {
  readonly isStrong: boolean
  readonly hasVerb: boolean
  readonly isQuoted: boolean
}

/** In a sentence the value itself must look like a secret: words say something about it, and names of objects follow `secret`. */
function isSaidSecret(found: string, { isStrong, hasVerb, isQuoted }: Saying): boolean {
  if (isNoSecret(found) || isStatusWord(found) || /^[\w-]+[=:]/.test(found)) return false
  if (isQuoted && (isStrong || hasVerb)) return isStrong ? !/^[a-z]+ | [a-z]+ /.test(found) && found.length >= 4 : looksLikeSecret(found)
  if (isStrong && (hasVerb || found.length >= 8)) return looksLikeSecret(found)
  if (hasVerb) return looksLikeSecret(found) && !isObjectName(found)
  return isRandom(found) && /\d/.test(found)
}
