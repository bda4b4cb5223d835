import { countMasks } from './marks.ts'

/** How many masks stand in the strings of a plain value: what was hidden in what was read, also in what an earlier attempt of a run recorded. */
export function countMasked(value: unknown): number {
  if (typeof value === 'string') return countMasks(value)
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + countMasked(inner), 0)
  if (typeof value !== 'object' || value === null || value instanceof Date) return 0
  let sum = 0
  for (const key in value) sum += countMasked((value as Record<string, unknown>)[key])
  return sum
}
