import type { Hunk } from '../diff.ts'
import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

/** Lists whose members are numbered by where they stand. */
const NUMBERED = /\benum\b|\biota\b|\bEnum\)|\bauto\(\)/
/** A member that does not say its number. */
const MEMBER = /^\s*(?:case\s+)?([A-Za-z_]\w*)\s*(?:\([^)]*\)\s*)?(?:[,;]\s*)?$/
const LEAST_MEMBERS = 2

/** Members of an enumeration in another order: what was stored or sent as a number now means another member. */
export function memberOrderHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  return file.diff.hunks.flatMap((hunk) => {
    const isNumbered = NUMBERED.test(hunk.header) || hunk.lines.some(({ text }) => NUMBERED.test(text))
    const [before, after] = [membersOf(hunk, '-'), membersOf(hunk, '+')]
    const [known, left] = [new Set(before), new Set(after)]
    const kept = before.filter((name) => left.has(name))
    const now = after.filter((name) => known.has(name))
    const moved = now.filter((name, index) => name !== kept[index])
    const isMoved = new Set(moved)
    const quote = hunk.lines.find(({ sign, text }) => sign === '+' && isMoved.has(MEMBER.exec(text)?.[1] ?? ''))
    if (!isNumbered || kept.length < LEAST_MEMBERS || quote === undefined) return []
    const text = `members are numbered in another order: ${moved.join(', ')}`
    return [{ kind: 'logic_changed', path: file.diff.path, text, quote: `+${quote.text}`, clarity: 0.8, amounts: null }]
  })
}

function membersOf(hunk: Hunk, sign: '+' | '-'): readonly string[] {
  return hunk.lines.filter((line) => line.sign === ' ' || line.sign === sign).flatMap(({ text }) => MEMBER.exec(text)?.[1] ?? [])
}
