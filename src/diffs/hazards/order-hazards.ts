import { type Hunk, type TouchedFile, shownBy, type Found } from '../hazard.ts'
import { sideOf } from '../diff.ts'
import { ACQUIRES, ANNOUNCES, STORES } from '../tables/steps.ts'
import { says } from '../words.ts'

/** Lists whose members are numbered by where they stand. */
const NUMBERED = /\benum\b|\biota\b|\bEnum\)|\bauto\(\)/
/** A member that does not say its number. */
const MEMBER = /^\s*(?:case\s+)?([A-Za-z_]\w*)\s*(?:\([^)]*\)\s*)?(?:[,;]\s*)?$/
/** One alone has no order. */
const LEAST_IN_ORDER = 2

/** Steps, locks and members that stand in another order than before; at most one of each kind in a stretch of lines. */
export function orderHazards({ diff }: TouchedFile): readonly Found[] {
  return diff.hunks.flatMap((hunk) => [locks(hunk), told(hunk), members(hunk)].filter((found) => found !== null))
}

/** Locks that are taken in another order, or on other things: two that disagree about the order wait for ever. */
function locks(hunk: Hunk): Found | null {
  const [before = [], after = []] = (['-', '+'] as const).map((sign) => sideOf(hunk, sign).filter(({ text }) => says(ACQUIRES, text)))
  const changed = after.find(({ sign, text }, index) => sign === '+' && text.trim() !== before[index]?.text.trim())
  if (before.length < LEAST_IN_ORDER || before.length !== after.length || changed === undefined) return null
  return shownBy(`+${changed.text}`, { kind: 'lock_added', text: 'locks are taken in another order', clarity: 0.8 })
}

/** What is told to others, or confirmed, before it is stored: whoever is quick does not find it, and a crash in between loses it. */
function told(hunk: Hunk): Found | null {
  const [before, after] = [stepsOf(hunk, '-'), stepsOf(hunk, '+')]
  const isStoredFirst = before.at(0)?.isTold === false && before.at(-1)?.isTold === true
  const isToldFirst = after.at(0)?.isTold === true && after.some(({ isTold }) => !isTold)
  const moved = after.find(({ sign }) => sign === '+')
  if (!isStoredFirst || !isToldFirst || moved === undefined) return null
  return shownBy(`+${moved.text}`, { kind: 'order_swapped', text: 'told to others before it is stored', clarity: 0.85 })
}

function stepsOf(hunk: Hunk, side: '+' | '-'): readonly (Hunk['lines'][number] & { readonly isTold: boolean })[] {
  const steps = sideOf(hunk, side).map((line) => ({ ...line, isTold: says(ANNOUNCES, line.text) }))
  return steps.filter(({ text, isTold }) => isTold || says(STORES, text))
}

/** Members of an enumeration in another order: what was stored or sent as a number now means another member. */
function members(hunk: Hunk): Found | null {
  const isNumbered = NUMBERED.test(hunk.header) || hunk.lines.some(({ text }) => NUMBERED.test(text))
  const [before = [], after = []] = (['-', '+'] as const).map((sign) =>
    sideOf(hunk, sign).flatMap(({ text }) => MEMBER.exec(text)?.[1] ?? []),
  )
  const [known, left] = [new Set(before), new Set(after)]
  const kept = before.filter((name) => left.has(name))
  const moved = new Set(after.filter((name) => known.has(name)).filter((name, index) => name !== kept[index]))
  const quote = hunk.lines.find(({ sign, text }) => sign === '+' && moved.has(MEMBER.exec(text)?.[1] ?? ''))
  if (!isNumbered || kept.length < LEAST_IN_ORDER || quote === undefined) return null
  const text = `members are numbered in another order: ${[...moved].join(', ')}`
  return { kind: 'logic_changed', text, quote: `+${quote.text}`, clarity: 0.8 }
}
