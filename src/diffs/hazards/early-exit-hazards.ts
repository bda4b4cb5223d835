import { type Hunk, type TouchedFile, shownBy, type Found } from '../hazard.ts'
import { COMPLETES, ON_EVERY_WAY, RELEASES } from '../tables/steps.ts'
import { says, type Vocabulary } from '../words.ts'

const LEAVES = /^\s*(?:return|continue|break|next)\b|[)\]:]\s*(?:return|continue|break)\b[^.]{0,200}$/

const LEFT_OUT = [
  { says: COMPLETES, kind: 'call_removed', text: 'a new way out leaves the message or transaction open', clarity: 0.8 },
  { says: RELEASES, kind: 'resource_leak', text: 'a new way out does not release what was taken', clarity: 0.8 },
] as const

/** An early exit that a commit put before the step which ends the work. */
export function earlyExitHazards({ diff, added }: TouchedFile): readonly Found[] {
  const news = new Set(added)
  return diff.hunks.flatMap((hunk) => exitIn(hunk, news)).slice(0, 1)
}

function exitIn({ lines }: Hunk, added: ReadonlySet<string>): readonly Found[] {
  const at = lines.findIndex(({ sign, text }) => sign === '+' && LEAVES.test(text) && added.has(text))
  const exit = lines[at]
  if (exit === undefined || lines.some(({ text }) => says(ON_EVERY_WAY, text))) return []
  const later = lines.slice(at + 1).filter(({ sign }) => sign === ' ')
  const before = lines.slice(0, at).filter(({ sign }) => sign !== '-')
  const isIn = (side: Hunk['lines'], said: Vocabulary) => side.some(({ text }) => says(said, text))
  const leftOut = LEFT_OUT.filter((row) => isIn(later, row.says) && !isIn(before, row.says))
  return leftOut.map((row) => shownBy(`+${exit.text}`, row))
}
