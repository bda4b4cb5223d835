import { type Found, shownBy, type TouchedFile } from '../hazard.ts'
import { COSTING } from '../tables/costing.ts'
import type { Counted } from '../tables/counted.ts'
import { PROTECTING } from '../tables/protecting.ts'
import { saidIn, says, type Vocabulary } from '../words.ts'
import { REWRITTEN, SPELLING } from '../tables/rewritten.ts'
import { LITERALS } from '../tables/types.ts'

/** What a hazard keeps of its clarity where some such lines stand on the other side too: a rewrite as well as a removal is less plain. */
const REWRITTEN_SHARE = 0.6

/**
 * Hazards told by what lines say before and after: fewer protections, more costs, values that are read, written, reckoned or spread otherwise, and names that
 * are spelt otherwise on the wire. One for each row of the tables.
 */
export function countedHazards(file: TouchedFile): readonly Found[] {
  const lost = PROTECTING.flatMap((row) => surplusOf(row, file, { more: file.removed, less: file.added, sign: '-' }))
  const gained = COSTING.flatMap((row) => surplusOf(row, file, { more: file.added, less: file.removed, sign: '+' }))
  return [...lost, ...gained, ...REWRITTEN.flatMap((row) => rewritten(row, file)), ...spelling(file)]
}

interface Sides {
  readonly more: readonly string[]
  readonly less: readonly string[]
  readonly sign: '+' | '-'
}

function surplusOf(row: Counted, file: TouchedFile, { more, less, sign }: Sides): readonly Found[] {
  const isSaid = (line: string) => says(row.says, line) && (row.together === undefined || says(row.together, line))
  const here = more.filter(isSaid)
  const there = less.filter(isSaid)
  const [shown] = here
  if (shown === undefined || here.length <= there.length) return []
  if (row.about && !isAbout(file, row.about)) return []
  if (row.insteadOf && countOf(less, row.insteadOf) <= countOf(more, row.insteadOf)) return []
  return [shownBy(`${sign}${shown}`, there.length === 0 ? row : { ...row, clarity: row.clarity * REWRITTEN_SHARE })]
}

function countOf(lines: readonly string[], said: Vocabulary): number {
  return lines.filter((line) => says(said, line)).length
}

/** True when the path or a line of the file says it. */
export function isAbout({ diff, removed, added, around }: TouchedFile, said: Vocabulary): boolean {
  return [diff.path, ...removed, ...added, ...around].some((line) => says(said, line))
}

function rewritten(row: Counted, file: TouchedFile): readonly Found[] {
  const { removed, added } = file
  const shown = added.find((line) => says(row.says, line))
  if (shown === undefined || !removed.some((line) => says(row.says, line)) || (row.about && !isAbout(file, row.about))) return []
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
