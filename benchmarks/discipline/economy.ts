import { textTable } from '../report/text-table.ts'
import type { SeenRequest } from './script.ts'
import type { DisciplineRun, Economy } from './discipline-run.ts'

/** Calls of the careful script; what comes after them is the review, which has a conversation of its own. */
const CALLS = 8
/** What issue 4 asks for: tokens (characters divided by 4), tokens a turn, and share of the input (0 to 1). */
const BARS = { firstTokens: 8000, growthTokens: 4000, cachedShare: 0.8 } as const

export function economyOf(seen: readonly SeenRequest[]): Economy {
  const requests = seen.slice(0, CALLS)
  const growth = requests.slice(1).map((request, index) => request.inputTokens - (requests[index]?.inputTokens ?? 0))
  const totalTokens = sum(requests.map(({ inputTokens }) => inputTokens))
  return {
    firstTokens: requests[0]?.inputTokens ?? 0,
    medianGrowthTokens: median(growth),
    maxGrowthTokens: Math.max(0, ...growth),
    totalTokens,
    cachedShare: sum(requests.map(({ cachedTokens }) => cachedTokens)) / Math.max(1, totalTokens),
  }
}

/** Medians and worst cases over the incidents, each beside its bar. Plain text. */
export function economyTable(runs: readonly DisciplineRun[]): string {
  const all = runs.flatMap(({ economy }) => economy ?? [])
  const first = all.map(({ firstTokens }) => firstTokens)
  const growth = all.map(({ medianGrowthTokens }) => medianGrowthTokens)
  const steepest = all.map(({ maxGrowthTokens }) => maxGrowthTokens)
  const shares = all.map(({ cachedShare }) => cachedShare)
  const total = all.map(({ totalTokens }) => totalTokens)
  return textTable([
    [`careful, eight calls, ${all.length} incidents`, 'median', 'worst', 'bar'],
    ['tokens of the first request', ...figures(first, Math.max), `at most ${BARS.firstTokens}`],
    ['growth a turn, tokens', ...figures(growth, Math.max), `at most ${BARS.growthTokens}`],
    ['steepest turn, tokens', ...figures(steepest, Math.max), ''],
    ['share from a prefix cache', ...figures(shares, Math.min), `at least ${BARS.cachedShare}`],
    ['tokens of all eight requests', ...figures(total, Math.max), ''],
  ])
}

function figures(values: readonly number[], worstOf: (...values: number[]) => number): readonly string[] {
  return [show(median(values)), show(worstOf(...values))]
}

function show(value: number): string {
  return value < 1 ? value.toFixed(3) : String(Math.round(value))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
