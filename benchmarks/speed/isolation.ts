import path from 'node:path'
import { measure, type Figures } from './measure.ts'

const RUN_CASES = path.join(import.meta.dirname, 'run-cases.ts')
/** Pairs of runs, in turn, so that a slow moment of the machine meets both: the median of three is not moved by one of them. */
const PAIRS = 3
const COLUMN = 14
const HEAD = ['wall s', 'cpu s', 'memory MB']

/**
 * What a process of its own costs: the same recorded incidents investigated in the process that asks and in one process of the pool, in turn.
 * A line for each way and a last line with the ratios of the medians; memory is the sum over all processes.
 */
export async function isolationTable(dir: string): Promise<string> {
  const here: Figures[] = []
  const pool: Figures[] = []
  for (let pair = 0; pair < PAIRS; pair += 1) {
    here.push(await measure(RUN_CASES, ['here', dir]))
    pool.push(await measure(RUN_CASES, ['pool', dir]))
  }
  const [alone, pooled] = [medians(here), medians(pool)]
  const ratios = pooled.map((value, index) => (value / (alone[index] ?? 1)).toFixed(3))
  return [
    line(['', ...HEAD]),
    line(['same process', ...cells(alone)]),
    line(['pool', ...cells(pooled)]),
    line(['pool / same', ...ratios]),
  ].join('\n')
}

function medians(runs: readonly Figures[]): readonly number[] {
  return (['wallMs', 'cpuMs', 'peakMb'] as const).map((name) => median(runs.map((run) => run[name])))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function cells([wallMs = 0, cpuMs = 0, peakMb = 0]: readonly number[]): readonly string[] {
  return [(wallMs / 1000).toFixed(2), (cpuMs / 1000).toFixed(2), String(peakMb)]
}

function line(columns: readonly string[]): string {
  return columns.map((cell) => cell.padStart(COLUMN)).join('')
}
