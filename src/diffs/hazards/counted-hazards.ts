import { shownBy, type Found } from '../hazard.ts'
import { COSTING } from '../tables/costing.ts'
import type { Counted } from '../tables/counted.ts'
import { PROTECTING } from '../tables/protecting.ts'
import type { TouchedFile } from '../touched.ts'
import { says, type Vocabulary } from '../words.ts'

/** What a hazard keeps of its clarity where some such lines stand on the other side too: a rewrite as well as a removal is less plain. */
const REWRITTEN_SHARE = 0.6

/** Hazards told by counting: fewer protections, or more costs, than before. One for each row of the tables. */
export function countedHazards(file: TouchedFile): readonly Found[] {
  const lost = PROTECTING.flatMap((row) => surplusOf(row, file, { more: file.removed, less: file.added, sign: '-' }))
  const gained = COSTING.flatMap((row) => surplusOf(row, file, { more: file.added, less: file.removed, sign: '+' }))
  return [...lost, ...gained]
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
