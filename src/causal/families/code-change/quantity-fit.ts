import type { Symptom } from '../../scene/symptoms/symptom.ts'
import type { Hazard } from '../../../diffs/hazard.ts'

/** Amounts below this occur in every log by chance (status codes aside, which are not amounts). */
const LEAST_TELLING_AMOUNT = 5
/** A number that is spoken of may be rounded, or a hair above the limit that cut it. */
const TOLERANCE_RATIO = 0.05

/** 1 when an error text speaks of the hazard's new amount, else 0. */
export function quantityFit({ amounts }: Hazard, symptoms: readonly Symptom[]): number {
  if (amounts === null || amounts.to === null || amounts.to < LEAST_TELLING_AMOUNT || amounts.dimension === 'boolean') return 0
  const { to, dimension } = amounts
  const texts = symptoms.filter(({ source }) => source !== 'metric').map(({ said }) => said)
  return texts.some((text) => numbersIn(text, dimension).some((number) => isNear(number, to))) ? 1 : 0
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
