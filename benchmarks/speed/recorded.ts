import path from 'node:path'
import { measure } from './measure.ts'

const COMMAND = path.join(import.meta.dirname, '../../src/cli/main.ts')
/** The middle one is printed: a slow moment of the machine moves one run. */
const RUNS = 3
const SECOND_MS = 1000

/**
 * What investigating one recording costs, whatever its format: the command as a person runs it, from the start of its process to its end, memory added up
 * over all processes. One line: the run of median time of `RUNS`.
 */
export async function recordedLine(paths: readonly string[]): Promise<string> {
  const runs = []
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure(COMMAND, ['investigate', '--json', '--snapshot', ...paths]))
  const median = runs.toSorted((a, b) => a.wallMs - b.wallMs)[Math.floor(RUNS / 2)]
  if (median === undefined) throw new Error('nothing was measured')
  return `${(median.wallMs / SECOND_MS).toFixed(2)} s, ${(median.cpuMs / SECOND_MS).toFixed(2)} s of processor time, ${median.peakMb} MB at the most`
}
