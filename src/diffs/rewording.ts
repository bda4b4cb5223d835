import type { TouchedFile } from './touched.ts'

/** Words that carry a value along without changing it. */
const CARRIERS = new Set('return const let var val def fun func fn final auto mut self this new'.split(' '))
const CALLED = /(?<!\w)(\w+)\s*\(/g
const TOKEN = /"[^"]*"|'[^']*'|`[^`]*`|[A-Za-z_]\w*|\d[\w.]*|[-+*/%<>=!&|?]{1,3}/g

/**
 * True when the new lines say everything that the old ones said, in the same order, and add nothing that acts: only names for parts
 * of it. Such an edit does what the code did before, whatever words it shares with an error.
 */
export function isRewording({ removed, added }: TouchedFile): boolean {
  const [before, after] = [tokensOf(removed), tokensOf(added)]
  if (before.length === 0) return false
  const extra: string[] = []
  let at = 0
  for (const token of after) {
    if (token === before[at]) at += 1
    else extra.push(token)
  }
  const called = new Set(added.flatMap((line) => [...line.matchAll(CALLED)].map((match) => match[1])))
  return at === before.length && extra.every((token) => (isName(token) && !called.has(token)) || isKey(token, added))
}

function tokensOf(lines: readonly string[]): readonly string[] {
  return (lines.join('\n').match(TOKEN) ?? []).filter((token) => !CARRIERS.has(token) && !/^[:=]=?$/.test(token))
}

/** `true` and `false` switch something and are no names. */
function isName(token: string): boolean {
  return /^[A-Za-z_]/.test(token) && !/^(?:true|false)$/i.test(token)
}

/** A further field of an answer: readers take what they know. Those that refuse the unknown say so by its name. */
function isKey(token: string, lines: readonly string[]): boolean {
  return /^["']/.test(token) && lines.some((line) => line.includes(`${token}:`))
}
