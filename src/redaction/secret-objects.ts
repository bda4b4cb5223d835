import { mark, type Examination, type Pair, type SecretObjects } from './examination.ts'
import { breakLength } from './lines.ts'
import { quotedValue, readValue } from './values/read-value.ts'
import { isNoSecret } from './values/stays.ts'
import { forDeeperLines } from './yaml-blocks.ts'

/** The start of a certificate in base64: public, and what says when it ends. */
const CERTIFICATE = /^LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0/

/**
 * Finds the Secrets in a text, or null. An object begins with its `apiVersion` (first in the order of `kubectl`, and by habit); its kind is the first
 * one named before the next object begins.
 */
export function findSecretObjects(text: string): SecretObjects | null {
  if (!text.includes('Secret')) return null
  const starts: number[] = []
  const kinds: number[] = []
  const secrets = new Set<number>()
  for (const found of text.matchAll(/(?:apiVersion|kind)\\{0,7}["']?[ \t]{0,8}:[ \t]{0,8}\\{0,7}["']?([\w./]{1,64})/g)) {
    if (found[0].startsWith('api')) starts.push(found.index)
    else {
      kinds.push(found.index)
      if (found[1] === 'Secret') secrets.add(found.index)
    }
  }
  if (secrets.size === 0) return null
  return {
    holds(at) {
      const begin = lastBefore(starts, at)
      const kind = kinds[lastBefore(kinds, (starts[begin] ?? 0) - 1) + 1] ?? text.length
      return secrets.has(kind) && kind < (starts[begin + 1] ?? text.length)
    },
  }
}

/** Index of the last number that is not above `at`; -1 when there is none. Ascending numbers, by halving. */
function lastBefore(numbers: readonly number[], at: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Masks every value of a Secret's `data` or `stringData`, whatever its key is called; certificates stay. Returns where the scan goes on. */
export function markSecretData(examination: Examination, pair: Pair): number {
  const { text } = examination
  const value = readValue(text, pair.at, pair.quote)
  if (value.form === 'object') return markObject(examination, value.start + 1)
  return value.form === 'nothing' && breakLength(text, value.start) > 0 ? markLines(examination, value.start, pair.nameStart) : pair.at
}

const KEY = /\s{0,64}(\\{0,7})"[^"\\]{1,256}\\{0,7}"\s{0,8}:\s{0,8}\\{0,7}"/y

function markObject(examination: Examination, start: number): number {
  const { text } = examination
  let at = start
  for (;;) {
    KEY.lastIndex = at
    const key = KEY.exec(text)
    if (key === null) return at
    const slashes = key[1]?.length ?? 0
    const value = quotedValue(text, KEY.lastIndex, { quote: '"', slashes })
    markData(examination, value)
    at = value.end + slashes + 1
    if (text[at] !== ',') return at
    at += 1
  }
}

const NAME_IN_LINE = /["']?[\w.-]{1,256}["']?:/y

function markLines(examination: Examination, at: number, nameStart: number): number {
  const { text } = examination
  return forDeeperLines(text, { at, nameStart }, (start, end) => {
    NAME_IN_LINE.lastIndex = start
    // A line without a name belongs to a block scalar.
    if (!NAME_IN_LINE.test(text) || NAME_IN_LINE.lastIndex > end) return markData(examination, { start, end })
    const value = readValue(text, NAME_IN_LINE.lastIndex, '"')
    if (value.form === 'bare') markData(examination, { start: value.start, end })
    if (value.form === 'quoted') markData(examination, value)
  })
}

function markData(examination: Examination, { start, end }: { readonly start: number; readonly end: number }): void {
  const head = examination.text.slice(start, Math.min(end, start + 300))
  if (!CERTIFICATE.test(head) && !isNoSecret(head)) mark(examination, { start, end })
}
