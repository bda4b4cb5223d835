import type { Symptom } from '../scene/symptoms/symptom.ts'
import type { Hazard } from './hazard.ts'

/** Amounts below this occur in every log by chance (status codes aside, which are not amounts). */
const LEAST_TELLING_AMOUNT = 5
/** A number that is spoken of may be rounded, or a hair above the limit that cut it. */
const TOLERANCE_RATIO = 0.05

/**
 * How the hazard's amounts fit what was observed, 0 to 1: the new limit is spoken of in an error text (1), or a measured value lies
 * between the new and the old limit (0.9), so that what used to pass no longer does.
 */
export function quantityFit(hazard: Hazard, symptoms: readonly Symptom[]): number {
  const { amounts, kind } = hazard
  // What inexact sums leave over is named by its size: a fraction of the smallest unit.
  if (kind === 'precision_lost') return symptoms.some(({ about }) => about.has('rounding')) ? 1 : 0
  if (amounts === null || amounts.to === null || amounts.dimension === 'boolean') return 0
  const to = amounts.to
  const texts = symptoms.filter((symptom) => symptom.source !== 'metric').map(({ said }) => said)
  if (to >= LEAST_TELLING_AMOUNT && texts.some((text) => numbersIn(text, amounts.dimension).some((number) => isNear(number, to)))) return 1
  const between = symptoms.some(({ departure, said }) => departure !== null && liesBetween(departure.to, amounts, said))
  return between ? 0.9 : 0
}

function isNear(number: number, target: number): boolean {
  return Math.abs(number - target) <= Math.max(target * TOLERANCE_RATIO, 0.5)
}

/** Numbers in the text, brought to the dimension: `300ms`, `0.3s` and `300 milliseconds` are all 300 in milliseconds. */
function numbersIn(text: string, dimension: string): readonly number[] {
  const found = [
    ...text.matchAll(
      /(?<![\w.-])(\d+(?:\.\d+)?)\s*(milliseconds?|millis|ms|seconds?|secs?|s|minutes?|m|KiB|MiB|GiB|Ki|Mi|Gi|KB|MB|GB)?(?![\w])/g,
    ),
  ]
  return found.flatMap(([, number = '', unit = '']) => scaled(Number(number), unit, dimension))
}

function scaled(number: number, unit: string, dimension: string): readonly number[] {
  // A setting without a unit may be in any; its very number is what can be met again.
  if (dimension === 'count') return [number]
  if (dimension === 'ms') {
    if (unit.startsWith('s')) return [number * 1000]
    return unit === '' || /^m(?:illi)?s/.test(unit) ? [number] : []
  }
  const power = 'KMG'.indexOf(unit[0]?.toUpperCase() ?? '-') + 1
  return power > 0 ? [number * 1024 ** power] : [number]
}

function liesBetween(value: number, { from, to, dimension }: NonNullable<Hazard['amounts']>, metric: string): boolean {
  if (from === null || to === null || !isSameDimension(metric, dimension)) return false
  const [low, high] = from < to ? [from, to] : [to, from]
  return value >= low * 0.9 && value <= high
}

function isSameDimension(metric: string, dimension: string): boolean {
  if (dimension === 'ms') return /_ms$|millis/.test(metric)
  return dimension === 'bytes' ? /bytes/.test(metric) : false
}
