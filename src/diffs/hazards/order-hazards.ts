import type { Hunk } from '../diff.ts'
import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

const ACQUIRES =
  /(?:^|[.\w])(?:r?lock(?:row|_row|for\w{0,40})?|acquire|for update|select_for_update|synchronized|with_lock|locktable)\b\s*[( ]/i

const SORTS =
  /\b(\w+), (\w+) = \2, \1\b|\bsort(?:ed|_by|By|Slice)?\b|\.sort\w*\(|ORDER BY|\b(?:Math\.)?min\(.{0,200}\b(?:Math\.)?max\(|\bcompareTo\(/
const LOCKS_ROWS = /\bUPDATE\b|FOR UPDATE|ForUpdate|for_update|\block\w*\(|select_for_update|\btx\.|transaction/

/** Locks that are taken in another order, or on other things, than before: two that disagree about the order wait for ever. */
export function orderHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code' && file.diff.kind !== 'schema') return []
  const unsorted = lostSorting(file)
  if (unsorted !== null) return [unsorted]
  for (const hunk of file.diff.hunks) {
    const [before, after] = [locksOf(hunk, '+'), locksOf(hunk, '-')]
    const changed = after.find((line, index) => line !== before[index])
    if (before.length < 2 || before.length !== after.length || changed === undefined) continue
    const isSameSet = [...before].sort().join('\n') === [...after].sort().join('\n')
    const quote = hunk.lines.find((line) => line.sign === '+' && line.text.trim() === changed)
    if (quote === undefined) continue
    return [
      {
        kind: 'lock_added',
        path: file.diff.path,
        text: `locks are taken in another order: ${changed}`,
        quote: `+${quote.text}`,
        clarity: isSameSet ? 0.85 : 0.7,
        amounts: null,
      },
    ]
  }
  return []
}

/** Rows that were locked one after the other in a sorted order and no longer are. */
function lostSorting({ diff, removed, added, around }: TouchedFile): Hazard | null {
  const shown = removed.find((line) => SORTS.test(line))
  if (shown === undefined || added.some((line) => SORTS.test(line)) || ![...added, ...around].some((line) => LOCKS_ROWS.test(line)))
    return null
  return {
    kind: 'lock_added',
    path: diff.path,
    text: `rows are no longer locked in one order: ${shown.trim()}`,
    quote: `-${shown}`,
    clarity: 0.75,
    amounts: null,
  }
}

/** The acquisitions of one side of the hunk, in order; `without` names the sign of the other side. */
function locksOf(hunk: Hunk, without: '+' | '-'): readonly string[] {
  return hunk.lines.filter(({ sign, text }) => sign !== without && ACQUIRES.test(text)).map(({ text }) => text.trim())
}
