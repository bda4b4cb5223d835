import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

/** Letters of date patterns (Unicode TR 35, as Java, .NET, moment and Luxon read them) with what stands between them. */
const PATTERN = /["'`]([yYuMLdDHhKkmsSaEwTZXx'\s./:_-]{6,40})["'`]/g
const IS_DATE = /(?:y{2,4}|Y{2,4}|u{4}).{0,40}(?:M|D|d|w)|(?:H|h){1,2}:?m/

/** The same date or time spelt with letters of other case: `YYYY` is the year of the week, `DD` the day of the year, `hh` half a day. */
export function datePatternHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind === 'manifest') return []
  const before = new Set(file.removed.flatMap(patternsIn))
  const inAnyCase = new Set([...before].map((pattern) => pattern.toLowerCase()))
  for (const line of file.added) {
    const now = patternsIn(line).find((one) => !before.has(one) && inAnyCase.has(one.toLowerCase()))
    if (now === undefined) continue
    const text = `a date is written with letters of another meaning: ${now}`
    return [{ kind: 'time_changed', path: file.diff.path, text, quote: `+${line}`, clarity: 0.9, amounts: null }]
  }
  return []
}

function patternsIn(line: string): readonly string[] {
  return [...line.matchAll(PATTERN)].map((match) => match[1] ?? '').filter((pattern) => IS_DATE.test(pattern))
}
