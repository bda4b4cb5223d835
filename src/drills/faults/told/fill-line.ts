import { type Clock, columnTime } from '../../clock.ts'
import { type Random, hexOf } from '../../random.ts'

export interface LineFacts {
  readonly random: Random
  readonly clock: Clock
  /** When the line is written, and since when the fault lasts, in seconds of the recording. */
  readonly at: number
  readonly since: number
  /** The struck service or host. */
  readonly self: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** What may stand in braces. `time` to `epoch` are the forms in which products date their lines; `growing` is a number that rises while the fault lasts. */
const FILLINGS: Readonly<Record<string, (facts: LineFacts) => string | number>> = {
  self: ({ self }) => self,
  time: (facts) => stamp(facts),
  comma: (facts) => stamp(facts).replace('.', ','),
  iso: (facts) => `${stamp(facts).replace(' ', 'T')}Z`,
  slash: (facts) => stamp(facts).slice(0, 19).replaceAll('-', '/'),
  redisTime: (facts) => dayFirst(facts, ' ') + stamp(facts).slice(10),
  fpmTime: (facts) => dayFirst(facts, '-') + stamp(facts).slice(10, 19),
  uptime: ({ at }) => (40_000 + at).toFixed(6),
  epoch: ({ clock, at }) => (clock.startMs / 1000 + at).toFixed(3),
  pid: ({ random }) => random.integer(12, 31_000),
  ip: ({ random }) => `10.${random.integer(0, 250)}.${random.integer(0, 250)}.${random.integer(2, 250)}`,
  port: ({ random }) => random.integer(32_768, 60_999),
  n: ({ random }) => random.integer(2, 9),
  tens: ({ random }) => random.integer(20, 95),
  hundreds: ({ random }) => random.integer(110, 990),
  thousands: ({ random }) => random.integer(1100, 9900),
  millions: ({ random }) => random.integer(1_100_000, 9_900_000),
  growing: ({ random, at, since }) => Math.round(800 + (at - since) * 41 + random.integer(0, 9)),
  hex: ({ random }) => hexOf(random, 8),
  table: ({ random }) => random.pick(['bookings', 'entries', 'accounts', 'positions']),
  topic: ({ random }) => random.pick(['bookings', 'audit-trail', 'mail-out', 'ledger.v1']),
}

/** Fills the braces of a line. Throws for a word that no filling has: a mistake in the table. */
export function fillLine(line: string, facts: LineFacts): string {
  return line.replaceAll(/\{([a-zA-Z]+)\}/g, (_, word: string) => {
    const filling = FILLINGS[word]
    if (!filling) throw new RangeError(`nothing fills {${word}} in: ${line}`)
    return String(filling(facts))
  })
}

function stamp({ clock, at }: LineFacts): string {
  return columnTime(clock, at).slice(0, 23)
}

/** `01 Mar 2026`, with what stands between the parts. */
function dayFirst(facts: LineFacts, between: string): string {
  const [year = '', month = '', day = ''] = stamp(facts).slice(0, 10).split('-')
  return [day, MONTHS[Number(month) - 1], year].join(between)
}
