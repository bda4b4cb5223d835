import { createRandom } from '../../src/drills/random.ts'

const DAY_MS = 86_400_000

// Sweeps go over more cases than every run of the suite has time for. Each day takes others, and the same all day: whoever looks into a failure
// meets it again. `SWEEP_SEED` chooses another day's, `SWEEP=all` takes every case (`npm run test:sweep`).
const SEED = Number(process.env['SWEEP_SEED'] ?? Math.floor(Date.now() / DAY_MS))
const TAKES_ALL = process.env['SWEEP'] === 'all'

/** `count` of the cases by today's seed, in their order; all when asked for. Prints what it took, so that a failure can be repeated. */
export function sampleCases<T>(name: string, cases: readonly T[], count: number): readonly T[] {
  if (TAKES_ALL) return cases
  process.stdout.write(`${name}: ${count} of ${cases.length} cases with SWEEP_SEED=${SEED}; npm run test:sweep takes all\n`)
  const random = createRandom(SEED)
  const left = cases.map((_, index) => index)
  const taken = new Set(Array.from({ length: Math.min(count, cases.length) }, () => left.splice(random.integer(0, left.length - 1), 1)[0]))
  return cases.filter((_, index) => taken.has(index))
}
