import { type Hunk, type TouchedFile, shownBy, type Found } from '../hazard.ts'
import { sideOf } from '../diff.ts'
import { LOOPS, REMOTE } from '../tables/queries.ts'
import { says } from '../words.ts'

/** A call on something else: `bank.quote(`, `this.router.duration(`. */
const CALL_ON = /(?<![\w.])\.?((?:\w+\.)+\w+)\(/g
/** Calls that stay within the program. */
const NEAR =
  /\.(?:append|push|add|len|log|info|debug|warn|get|set|has|put|join|map|filter|trim|strip|split|format|size|length|equals|items|keys|values|toString|includes|replace|lower|upper|toLowerCase|toUpperCase)$/i
/** Lines after the head of a loop that are taken for its body. */
const BODY_LINES = 12

/** Calls that moved into a loop. */
export function loopHazards(file: TouchedFile): readonly Found[] {
  return [repeatedCall(file), ...remoteInLoop(file)].filter((found) => found !== null)
}

/** A call that the code made once and now makes within a loop. */
function repeatedCall({ diff, added }: TouchedFile): Found | null {
  const before = diff.hunks.flatMap((hunk) => sideOf(hunk, '-').map(({ text }) => text))
  const once = new Set(before.filter((line) => !says(LOOPS, line)).flatMap(callsOn))
  const line = added.find((now) => says(LOOPS, now) && callsOn(now).some((call) => once.has(call)))
  if (line === undefined) return null
  return shownBy(`+${line}`, { kind: 'work_in_loop', text: 'a call that was made once is now made once per item', clarity: 0.8 })
}

function callsOn(line: string): readonly string[] {
  return [...line.matchAll(CALL_ON)].map((match) => match[1] ?? '').filter((call) => !NEAR.test(call))
}

function remoteInLoop({ diff, removed, added }: TouchedFile): readonly Found[] {
  const news = new Set(added)
  const clarity = removed.some((line) => says(REMOTE, line)) ? 0.6 : 0.7
  const found = diff.hunks.flatMap((hunk) => bodyOf(hunk).filter(({ sign, text }) => sign === '+' && news.has(text) && says(REMOTE, text)))
  const head = { kind: 'work_in_loop', text: 'a call is now made once per item', clarity } as const
  return found.slice(0, 1).map(({ text }) => shownBy(`+${text}`, head))
}

/** The first loop of a hunk as it is now. */
function bodyOf(hunk: Hunk): Hunk['lines'] {
  const after = sideOf(hunk, '+')
  const at = after.findIndex(({ text }) => says(LOOPS, text))
  return at < 0 ? [] : after.slice(at, at + BODY_LINES)
}
