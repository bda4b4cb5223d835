import type { Diagnosis } from './diagnosis.ts'

/** What people are told about the secrets that were hidden from the answer; null when nothing was. */
export function maskedSentence({ masked = 0 }: Diagnosis['stats']): string | null {
  if (masked === 0) return null
  return masked === 1
    ? '1 value that looked like a secret was masked in what was read'
    : `${masked.toLocaleString('en-US')} values that looked like secrets were masked in what was read`
}
