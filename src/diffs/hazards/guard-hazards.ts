import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

const CONDITION = /\b(?:if|elif|unless|guard|while|assert|when)\b\s*\(?/
/** What ends a condition, with the bracket and the white space before it. */
const CONDITION_END = /(?:\)|(?<!\s))\s*(?:\{|:|then|\breturn\b|\bthrow\b|\bcontinue\b|\bbreak\b|$)/
const CHECKS =
  /nil|null|None|undefined|!\w|\bnot\b|\blen\(|\.length|\.size\(|isEmpty|is_empty|isBlank|isPresent|\bok\b|err\b|error|exists|contains|has\w{0,60}\(|\bin\b|==|!=|<=?|>=?|valid|typeof|instanceof|isinstance|Number\.is|isNaN|\.get\(/
const OTHER_GUARDS =
  /\bvalidate\w*\(|\.validate|sanitize|requireNonNull|Optional\.ofNullable|orElse|\?\.|\?\?|getOrDefault|\.get\(\s*["'][^"']+["']\s*,|unwrap_or|try\s*[:{]|except\b|catch\s*\(|recover\(\)|rescue\b|@(?:Valid|NotNull|NotBlank)|required:\s*true|clamp|Math\.(?:min|max)\(/
const COMPARISON = /(?<![=!<>])(?:===?|!==?|<=|>=|<|>|&&|\|\||\band\b|\bor\b|\bnot\b|!)(?![=])/g

/** One name in common is chance. */
const LEAST_NAMES = 2

/** Checks that a commit removed, loosened or turned round. */
export function guardHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  return [...removedGuards(file), ...changedConditions(file), ...mergedConditions(file), ...movedBounds(file)]
}

function removedGuards(file: TouchedFile): readonly Hazard[] {
  const kept = file.added.map(guardOf).filter((guard) => guard !== null)
  const gone = file.removed.filter((line) => {
    const guard = guardOf(line)
    const at = guard === null ? -1 : kept.indexOf(guard)
    if (at >= 0) kept.splice(at, 1)
    return guard !== null && at < 0
  })
  // As many other checks came in as went out: the checks were rewritten, which says little.
  const shown = gone[0]
  if (shown === undefined) return []
  const clarity = kept.length >= gone.length ? 0.3 : 0.75
  return [
    {
      kind: 'guard_removed',
      path: file.diff.path,
      text: `a check was removed: ${shown.trim()}`,
      quote: `-${shown}`,
      clarity,
      amounts: null,
    },
  ]
}

/** What a line checks, in a form that survives renaming of white space; null when it checks nothing. */
function guardOf(line: string): string | null {
  const condition = conditionOf(line)
  if (condition !== null && CHECKS.test(condition)) return condition.replace(/^.*;\s*/, '').replace(/[\s(){}]/g, '')
  return OTHER_GUARDS.exec(line)?.[0]?.replace(/\s/g, '') ?? null
}

/** What stands between `if` (or one of its kin) and the block or the words behind it; null without one. */
function conditionOf(line: string): string | null {
  const start = CONDITION.exec(line)
  if (start === null) return null
  const rest = line.slice(start.index + start[0].length)
  const end = CONDITION_END.exec(rest.slice(1))
  return rest === '' ? null : rest.slice(0, 1 + (end?.index ?? rest.length))
}

function changedConditions(file: TouchedFile): readonly Hazard[] {
  const byShape = Map.groupBy(file.added, shapeOf)
  return file.removed.flatMap((old) => {
    const shape = shapeOf(old)
    const now = shape.length > 4 ? byShape.get(shape)?.find((line) => line !== old) : undefined
    if (now === undefined || operatorsOf(now) === operatorsOf(old)) return []
    return [
      {
        kind: 'logic_changed' as const,
        path: file.diff.path,
        text: `a condition was turned round: ${now.trim()}`,
        quote: `+${now}`,
        clarity: 0.6,
        amounts: null,
      },
    ]
  })
}

/** A test and the answers on its two sides, drawn together into one expression: easily into its opposite. */
function mergedConditions(file: TouchedFile): readonly Hazard[] {
  const tests = file.removed.filter((line) => conditionOf(line) !== null).map((line) => new Set(line.match(/[A-Za-z_]\w{2,}/g)))
  const isTested = (line: string) => {
    const names = [...new Set((line.match(/[A-Za-z_]\w{2,}/g) ?? []).filter((name) => name !== 'return'))]
    return names.length >= LEAST_NAMES && tests.some((test) => names.every((name) => test.has(name)))
  }
  const now = file.added.find((line) => /^\s*return\b/.test(line) && operatorsOf(line) !== '' && isTested(line))
  if (now === undefined) return []
  const text = `a condition was written as one expression: ${now.trim()}`
  return [{ kind: 'logic_changed', path: file.diff.path, text, quote: `+${now}`, clarity: 0.7, amounts: null }]
}

/** Lines that differ by one: an index, a page or a range now reaches one further or one less. */
function movedBounds(file: TouchedFile): readonly Hazard[] {
  const byRest = Map.groupBy(file.removed, withoutOnes)
  for (const now of file.added) {
    const old = byRest.get(withoutOnes(now))?.find((line) => line !== now)
    if (old === undefined || old.replace(/\s/g, '') === now.replace(/\s/g, '')) continue
    return [
      {
        kind: 'logic_changed',
        path: file.diff.path,
        text: `a bound moved by one: ${now.trim()}`,
        quote: `+${now}`,
        clarity: 0.7,
        amounts: null,
      },
    ]
  }
  return []
}

function withoutOnes(line: string): string {
  return line.replace(/\s/g, '').replace(/[+-]1(?!\d|\.)/g, '')
}

function operatorsOf(line: string): string {
  return (line.match(COMPARISON) ?? []).join(' ')
}

function shapeOf(line: string): string {
  return line.replace(COMPARISON, ' ').replace(/\s+/g, '')
}
