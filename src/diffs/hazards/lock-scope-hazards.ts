import type { Hunk, TouchedFile, Found } from '../hazard.ts'
import { sideOf } from '../diff.ts'
import { LOCKS_BLOCK, LOCKS_ON, UNLOCKS } from '../tables/steps.ts'
import { says } from '../words.ts'

type Line = Hunk['lines'][number]

/** Given back when the function ends. */
const AT_END = /\bdefer\b|\bfinally\b/
/** Only what calls something can take long. */
const CALLS = /\w\s*\(/

/** Work that ran beside a lock and now runs while it is held: everybody else waits for it. */
export function lockScopeHazards({ diff }: TouchedFile): readonly Found[] {
  return diff.hunks.flatMap((hunk) => {
    const [before, after] = [sideOf(hunk, '-'), sideOf(hunk, '+')]
    const [wasThere, heldBefore] = [before, heldIn(before)].map((lines) => new Set(lines.map(({ text }) => text.trim())))
    const isCaught = (text: string) => CALLS.test(text) && wasThere?.has(text.trim()) && !heldBefore?.has(text.trim())
    const caught = heldIn(after).find(({ text }) => isCaught(text))
    const quote = caught?.sign === '+' ? caught : hunk.lines.find((line) => line.sign === '+' && isAboutLock(line))
    if (caught === undefined || quote === undefined) return []
    const text = `now done while a lock is held: ${caught.text.trim()}`
    return [{ kind: 'lock_added', text, quote: `+${quote.text}`, clarity: 0.85 }]
  })
}

function isAboutLock({ text }: Line): boolean {
  return [LOCKS_BLOCK, LOCKS_ON, UNLOCKS].some((said) => says(said, text))
}

/** Lines of one side that run while a lock is held. */
function heldIn(lines: readonly Line[]): readonly Line[] {
  const held: Line[] = []
  let blockIndent: number | null = null
  let isTaken = false
  for (const line of lines.filter(({ text }) => text.trim() !== '')) {
    const indent = line.text.length - line.text.trimStart().length
    if (blockIndent !== null && indent <= blockIndent) blockIndent = null
    if (says(UNLOCKS, line.text) && !AT_END.test(line.text)) isTaken = false
    if ((isTaken || blockIndent !== null) && !isAboutLock(line)) held.push(line)
    if (blockIndent === null && says(LOCKS_BLOCK, line.text)) blockIndent = indent
    else if (says(LOCKS_ON, line.text)) isTaken = true
  }
  return held
}
