import { shownBy, type Found } from '../hazard.ts'
import type { Counted } from '../tables/counted.ts'
import { REWRITTEN, SPELLING } from '../tables/rewritten.ts'
import { LITERALS } from '../tables/types.ts'
import type { TouchedFile } from '../touched.ts'
import { saidIn, says, type Vocabulary } from '../words.ts'
import { isAbout } from './counted-hazards.ts'

/** Values that are read, written, reckoned or spread otherwise than before, and names that are spelt otherwise on the wire. */
export function rewrittenHazards(file: TouchedFile): readonly Found[] {
  return [...REWRITTEN.flatMap((row) => (row.about && !isAbout(file, row.about) ? [] : rewritten(file, row))), ...spelling(file)]
}

function rewritten({ removed, added }: TouchedFile, row: Counted): readonly Found[] {
  const shown = added.find((line) => says(row.says, line))
  if (shown === undefined || !removed.some((line) => says(row.says, line))) return []
  // The same forms and the same texts on both sides: code that moved into a helper. Numbers are settings, told elsewhere.
  const isSame = [row.says, LITERALS].every((said) => tokensIn(removed, said) === tokensIn(added, said))
  return isSame ? [] : [shownBy(`+${shown}`, row)]
}

function tokensIn(lines: readonly string[], said: Vocabulary): string {
  return [...new Set(lines.flatMap((line) => saidIn(said, line)))].sort().join('\n')
}

function spelling({ removed, added }: TouchedFile): readonly Found[] {
  const [gone, come] = [removed, added].map((lines) => lines.find((line) => says(SPELLING, line)))
  const quote = come === undefined ? gone && `-${gone}` : `+${come}`
  return quote === undefined ? [] : [shownBy(quote, { kind: 'contract_changed', clarity: 0.85, text: 'names are spelt in another way' })]
}
