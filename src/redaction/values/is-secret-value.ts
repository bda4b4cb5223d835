import type { NameClass } from '../names/judge-name.ts'
import { isRandom } from './randomness.ts'
import { isNoSecret, isObjectName, looksLikeSecret } from './stays.ts'

/** Whether a value in quotes, or a whole field, is a secret under a name of this class. */
export function isSecretValue(value: string, nameClass: NameClass): boolean {
  if (nameClass === 'none' || isNoSecret(value)) return false
  switch (nameClass) {
    case 'object':
      return !isObjectName(value) && !/^\d+$/.test(value)
    case 'loose':
      return looksLikeSecret(value)
    case 'hint':
      return isRandom(value)
    case 'hexHint':
      return isRandom(value, true) || isEncodedLogin(value)
    case 'plural':
      return !/^[\d.,]+$/.test(value)
    case 'worded':
      return !/^\d{1,5}$/.test(value)
    default:
      return true
  }
}

/** The base64 of `user:password`, as Docker's `auth` and HTTP's Basic scheme have it: short, and known by its colon. */
function isEncodedLogin(value: string): boolean {
  return /^[A-Za-z0-9+/]{8,200}={0,2}$/.test(value) && /^[\w.@|$/-]{1,64}:[\x20-\x7e]+$/.test(decoded(value))
}

/** One character for each byte; empty for what has no whole number of bytes. */
function decoded(base64: string): string {
  const digits = base64.replace(/(?<!=)=+$/, '')
  return digits.length % 4 === 1 ? '' : atob(digits)
}
