import { shownBy, type Found, type TouchedFile } from '../hazard.ts'
import { CHECKS, OTHER_GUARDS } from '../tables/checks.ts'
import { COMPARES } from '../tables/types.ts'
import { saidIn, says } from '../words.ts'

const CONDITION = /\b(?:if|elif|unless|guard|while|assert|when)\b\s*\(?/
/** What ends a condition, with the bracket and the white space before it. */
const CONDITION_END = /(?:\)|(?<!\s))\s*(?:\{|:|then|\breturn\b|\bthrow\b|\bcontinue\b|\bbreak\b|$)/
const NAME = /[A-Za-z_]\w{2,}/g
/** One name in common is chance. */
const LEAST_NAMES = 2

/** Checks that a commit removed, and conditions that it drew together. */
export function guardHazards(file: TouchedFile): readonly Found[] {
  return [...removedGuards(file), ...mergedConditions(file)]
}

function removedGuards({ removed, added }: TouchedFile): readonly Found[] {
  const kept = added.map(guardOf).filter((guard) => guard !== null)
  const gone = removed.filter((line) => {
    const guard = guardOf(line)
    const at = guard === null ? -1 : kept.indexOf(guard)
    if (at >= 0) kept.splice(at, 1)
    return guard !== null && at < 0
  })
  const [shown] = gone
  if (shown === undefined) return []
  // As many other checks came in as went out: the checks were rewritten, which says little.
  const clarity = kept.length >= gone.length ? 0.3 : 0.75
  return [shownBy(`-${shown}`, { kind: 'guard_removed', text: 'a check was removed', clarity })]
}

/** What a line checks, in a form that survives renaming of white space; null when it checks nothing. */
function guardOf(line: string): string | null {
  const condition = conditionOf(line)
  if (condition !== null && says(CHECKS, condition)) return condition.replace(/^.*;\s*/, '').replace(/[\s(){}]/g, '')
  return saidIn(OTHER_GUARDS, line)[0]?.replace(/\s/g, '') ?? null
}

/** What stands between `if` (or one of its kin) and the block or the words behind it; null without one. */
function conditionOf(line: string): string | null {
  const start = CONDITION.exec(line)
  if (start === null) return null
  const rest = line.slice(start.index + start[0].length)
  const end = CONDITION_END.exec(rest.slice(1))
  return rest === '' ? null : rest.slice(0, 1 + (end?.index ?? rest.length))
}

/** A test and the answers on its two sides, drawn together into one expression: easily into its opposite. */
function mergedConditions({ removed, added }: TouchedFile): readonly Found[] {
  const tests = removed.filter((line) => conditionOf(line) !== null).map((line) => new Set(line.match(NAME)))
  const isTested = (line: string) => {
    const names = new Set(line.match(NAME)?.filter((name) => name !== 'return'))
    return names.size >= LEAST_NAMES && tests.some((test) => names.isSubsetOf(test))
  }
  const now = added.find((line) => /^\s*return\b/.test(line) && says(COMPARES, line) && isTested(line))
  if (now === undefined) return []
  return [shownBy(`+${now}`, { kind: 'logic_changed', text: 'a condition was written as one expression', clarity: 0.7 })]
}
