import { ownValue } from '../../../domain/own-value.ts'

/** Suffixes of Kubernetes quantities. Source: Kubernetes API conventions, resource.Quantity. */
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
}

/** The number a quantity such as `100m`, `1Gi` or `2e3` means, in cores, bytes or pieces; null when it is no quantity. */
export function parseQuantity(text: string | null): number | null {
  const match = /^([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(text?.trim() ?? '')
  const factor = match === null ? undefined : ownValue(FACTORS, match[2] ?? '')
  return factor === undefined ? null : Number(match?.[1]) * factor
}
