import { isIn, WORD } from './characters.ts'
import { mark, type Examination } from './examination.ts'
import { quoteBefore } from './values/read-value.ts'

/** Masks the literal texts of a team's list where they stand as words. A text that is the name of a field here keeps it: its value is masked. */
export function markDenied(examination: Examination, deny: readonly string[]): void {
  const { text } = examination
  for (const denied of deny) {
    for (let at = text.indexOf(denied); at >= 0; at = text.indexOf(denied, at + denied.length)) {
      const end = at + denied.length
      const isPart = (isIn(WORD, denied, 0) && isIn(WORD, text, at - 1)) || (isIn(WORD, denied, denied.length - 1) && isIn(WORD, text, end))
      if (!isPart && !isName(text, end))
        mark(examination, { start: at, end, quote: /^-?\d/.test(denied) ? (quoteBefore(text, at) ?? '') : '' })
    }
  }
}

function isName(text: string, end: number): boolean {
  return /^\\{0,7}["']?\s{0,8}[:=]/.test(text.slice(end, end + 24))
}
