import { shownBy, type Found, type Hazard, type TouchedFile } from '../hazard.ts'
import {
  CASTS,
  COMPARES,
  DATE_LETTERS,
  DECLARES,
  MAY_BE_MISSING,
  ONES,
  PROTO_PLACES,
  SCALES,
  UNITS,
  WHOLE,
  WIDTHS,
} from '../tables/types.ts'
import { saidIn, says, without, type Vocabulary } from '../words.ts'

/** A line and what took its place, alike but for one part. */
interface Pair {
  readonly old: string
  readonly now: string
}

/** Two lines that differ in `part` alone are the hazard, if what is said of the pair holds. */
interface OnePart extends Pick<Hazard, 'kind' | 'text' | 'clarity'> {
  readonly part: Vocabulary
  readonly isIt?: (pair: Pair) => boolean
  /** Files that it is read in; all without it. */
  readonly path?: RegExp
}

const FEWER_BITS = { kind: 'range_narrowed', text: 'a number is kept in fewer bits', clarity: 0.85 } as const
const OTHER_UNIT = { kind: 'unit_changed', text: 'the unit of a value changed', clarity: 0.8 } as const

const ONE_PART: readonly OnePart[] = [
  { ...OTHER_UNIT, part: UNITS },
  { ...OTHER_UNIT, part: SCALES, isIt: ({ now }) => !isRounding(now) },
  { ...FEWER_BITS, part: WHOLE, isIt: ({ old, now }) => bitsOf(now) < bitsOf(old) },
  { ...FEWER_BITS, part: CASTS, isIt: isNew(CASTS) },
  {
    kind: 'contract_changed',
    text: 'a field may now be missing',
    clarity: 0.75,
    part: MAY_BE_MISSING,
    isIt: (pair) => says(DECLARES, pair.now) && isNew(MAY_BE_MISSING)(pair),
  },
  { kind: 'contract_changed', text: 'a field got another type or number', clarity: 0.9, part: PROTO_PLACES, path: /\.proto$/ },
  { kind: 'logic_changed', text: 'a condition was turned round', clarity: 0.6, part: COMPARES },
  { kind: 'logic_changed', text: 'a bound moved by one', clarity: 0.7, part: ONES },
  {
    // `YYYY` is the year of the week, `DD` the day of the year, `hh` half a day.
    kind: 'time_changed',
    text: 'a date is written with letters of another meaning',
    clarity: 0.9,
    part: DATE_LETTERS,
    isIt: ({ old, now }) => /y{2}|h{1,2}:?m/i.test(now) && old.toLowerCase() === now.toLowerCase(),
  },
]
/** Shorter lines are alike by chance. */
const LEAST_REST_CHARACTERS = 4

/** Lines that changed in one part only, whose parts say what that does; one for each row. */
export function onePartHazards(file: TouchedFile): readonly Found[] {
  return ONE_PART.filter(({ path }) => path === undefined || path.test(file.diff.path)).flatMap((row) => {
    const pair = pairsBut(row.part, file).find((one) => row.isIt?.(one) ?? true)
    return pair === undefined ? [] : [shownBy(`+${pair.now}`, row)]
  })
}

/** Added lines that a removed one equals but for the part, white space and brackets; each with the first whose part is another. */
export function pairsBut(part: Vocabulary, { removed, added }: TouchedFile): readonly Pair[] {
  const restOf = (line: string) => without(part, line).replace(/[\s()[\]<>]+/g, '')
  const partOf = (line: string) => saidIn(part, line).join(' ')
  const byRest = new Map<string, Map<string, string>>()
  for (const old of removed.toReversed())
    byRest.set(restOf(old), (byRest.get(restOf(old)) ?? new Map<string, string>()).set(partOf(old), old))
  return added.flatMap((now) => {
    const rest = restOf(now)
    const others = rest.length < LEAST_REST_CHARACTERS ? undefined : byRest.get(rest)?.entries()
    const [, old] = others?.find(([other]) => other !== partOf(now)) ?? []
    return old === undefined ? [] : [{ old, now }]
  })
}

function isNew(said: Vocabulary): (pair: Pair) => boolean {
  return ({ old, now }) => says(said, now) && !says(said, old)
}

function bitsOf(line: string): number {
  return WIDTHS.find((width) => says(width.says, line))?.bits ?? Number.POSITIVE_INFINITY
}

/** Multiplied and divided by the same: digits are cut off and the size stays. */
function isRounding(line: string): boolean {
  const [times, over] = ['*', '/'].map((sign) =>
    saidIn(SCALES, line).flatMap((part) => (part.startsWith(sign) ? part.slice(1).trim() : [])),
  )
  return times !== undefined && times.length > 0 && times.join() === over?.join()
}
