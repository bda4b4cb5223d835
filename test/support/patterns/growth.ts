/** Computing time of this process in milliseconds: what others do to the machine does not count. That of the thread comes in steps of 4 ms on Linux. */
function computingMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** What one run took, at best of `times`. */
function leastMs(run: () => void, times: number): number {
  const taken = Array.from({ length: times }, () => {
    const before = computingMs()
    run()
    return computingMs() - before
  })
  return Math.min(...taken)
}

export interface Grown {
  readonly ms: number
  /** How much more twice the text took, from n to 2n and from 2n to 4n; about 2 is linear, 4 quadratic. */
  readonly factors: readonly [number, number]
}

/** Twice the text takes twice as long; above this, twice in a row, it takes more than linear time. */
const MAX_FACTOR = 2.9
/** Below these a measurement says nothing. */
const LEAST_MS = { one: 0.3, four: 5 }
const RUNS = 3
/** From short to long: what grows fast shows early, before it takes minutes. */
export const LENGTHS: readonly number[] = [250, 1000, 4000]

/**
 * Whether `run` takes far more than twice as long on a text of twice the length, and again on one of four times. Null when it does not, or takes
 * so little that it cannot be told. `spell` writes the text of about so many characters; it is asked for each of `lengths`, twice and four times that.
 */
export function growthOf(run: (text: string) => void, spell: (length: number) => string, lengths = LENGTHS): Grown | null {
  for (const length of lengths) {
    const grown = growthAt(run, spell, length)
    if (grown !== null) return grown
  }
  return null
}

function growthAt(run: (text: string) => void, spell: (length: number) => string, length: number): Grown | null {
  const text = spell(length)
  if (leastMs(() => run(text), 1) < LEAST_MS.one) return null
  const texts = [text, spell(2 * length), spell(4 * length)] as const
  const measured = (runs: number): Grown | null => {
    const [one, two, four] = texts.map((each) => leastMs(() => run(each), runs))
    if (one === undefined || two === undefined || four === undefined) return null
    const factors = [two / Math.max(one, LEAST_MS.one / 4), four / two] as const
    return four > LEAST_MS.four && factors.every((factor) => factor > MAX_FACTOR) ? { ms: four, factors } : null
  }
  // Once is enough to clear, which nearly all are; what looks bad is measured again at its best.
  return measured(1) === null ? null : measured(RUNS)
}
