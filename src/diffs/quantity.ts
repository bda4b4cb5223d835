/** A literal value with its dimension; durations in milliseconds, sizes in bytes. */
export interface Quantity {
  readonly amount: number
  readonly dimension: 'ms' | 'bytes' | 'count' | 'boolean'
}

/** How words for units of time begin, in any case, with their milliseconds; the first that fits. */
const MS: readonly (readonly [beginning: RegExp, ms: number])[] = [
  [/^n/i, 1e-6],
  [/^(?:us|micro)/i, 1e-3],
  [/^(?:ms|milli)/i, 1],
  [/^s/i, 1e3],
  [/^m/i, 6e4],
  [/^h/i, 3.6e6],
  [/^d/i, 8.64e7],
]
const BYTES: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 }
const UNIT = '(nanosecond|microsecond|millisecond|millis|milli|second|sec|minute|min|hour|day)s?'
/** What holds a size: there `256m` means mebibytes and not minutes. */
const SIZE_KEY = /mem|heap|^x(?:m[xsn]|ss)$|size|bytes|buffer|body/i
const NUMBER = '(-?(?<![\\d_])\\d[\\d_]*(?:\\.\\d+)?(?:e\\d+)?)'
const ONE_UNIT = new RegExp(`^time\\.${UNIT}$`, 'i')
const BARE_NUMBER = new RegExp(`^["']?${NUMBER}["']?$`, 'i')

// How durations are written in the languages we read: Go, Java and Kotlin, C#, Rust, Python, Ruby, and plain text with a unit.
const DURATIONS: readonly (readonly [RegExp, 'number first' | 'unit first'])[] = [
  [new RegExp(`${NUMBER}\\s*\\*\\s*time\\.${UNIT}`, 'i'), 'number first'],
  [new RegExp(`time\\.${UNIT}\\s*\\*\\s*${NUMBER}`, 'i'), 'unit first'],
  [new RegExp(`(?:Duration|TimeSpan)(?:\\.|::)?(?:of|from_?)${UNIT}\\(${NUMBER}`, 'i'), 'unit first'],
  [/from_(secs|millis|micros)\((\d+)/i, 'unit first'],
  [new RegExp(`timedelta\\(${UNIT}=${NUMBER}`, 'i'), 'unit first'],
  [new RegExp(`${NUMBER}\\s*,\\s*TimeUnit\\.${UNIT}`, 'i'), 'number first'],
  [new RegExp(`${NUMBER}\\.${UNIT}\\b`, 'i'), 'number first'],
  [/^"?'?(-?\d+(?:\.\d+)?)\s*(ns|us|ms|sec|s|min|m|hr|h|d)(?:ecs?|ins?|ours?|ays?)?"?'?$/i, 'number first'],
]

/**
 * Reads the literal in `text` (one value, as it stands right of `=` or as an argument). `key` decides what a bare number means:
 * `timeout_ms = 300` is a duration, `cpu: 500m` is half a core. Null when there is no literal to compare.
 */
export function parseQuantity(text: string, key = ''): Quantity | null {
  const value = text.trim().replace(/(?<![,;)])[,;)]+$/, (end) => (text.includes('(') ? end.replace(/[,;]/g, '') : ''))
  return (
    booleanIn(value) ??
    cpuIn(value, key) ??
    rateIn(value) ??
    (SIZE_KEY.test(key) ? bytesIn(value) : null) ??
    durationIn(value) ??
    bytesIn(value) ??
    numberIn(value, key)
  )
}

function booleanIn(value: string): Quantity | null {
  const word = value.replace(/["']/g, '').toLowerCase()
  if (['true', 'on', 'yes', 'enabled'].includes(word)) return { amount: 1, dimension: 'boolean' }
  return ['false', 'off', 'no', 'disabled'].includes(word) ? { amount: 0, dimension: 'boolean' } : null
}

function cpuIn(value: string, key: string): Quantity | null {
  const match = /cpu/i.test(key) ? /^"?(\d+)m"?$/.exec(value) : null
  return match ? { amount: Number(match[1]) / 1000, dimension: 'count' } : null
}

/** `200r/s`, `10/m`: so many per second. */
function rateIn(value: string): Quantity | null {
  const match = /^["']?(\d+(?:\.\d+)?)[rR]?\/(s|m|h|d)[a-z]*["']?$/.exec(value)
  return match ? { amount: (Number(match[1]) * 1000) / msOf(match[2] ?? 's'), dimension: 'count' } : null
}

function durationIn(value: string): Quantity | null {
  for (const [pattern, order] of DURATIONS) {
    const match = pattern.exec(value)
    const [number, unit] = order === 'number first' ? [match?.[1], match?.[2]] : [match?.[2], match?.[1]]
    if (number !== undefined && unit !== undefined) return { amount: toNumber(number) * msOf(unit), dimension: 'ms' }
  }
  const single = ONE_UNIT.exec(value)?.[1]
  return single === undefined ? null : { amount: msOf(single), dimension: 'ms' }
}

/** Of a word that stands where a unit of time must stand. */
function msOf(unit: string): number {
  return MS.find(([beginning]) => beginning.test(unit))?.[1] ?? 1
}

function bytesIn(value: string): Quantity | null {
  const match = /^"?(\d+(?:\.\d+)?)\s*([KMGT])(?:i?B?)?"?$/.exec(value) ?? /^(\d+)([kmg])b?$/i.exec(value)
  if (match) return { amount: Number(match[1]) * (BYTES[(match[2] ?? 'b').toLowerCase()] ?? 1), dimension: 'bytes' }
  const shifted = /^(\d+)\s*<<\s*(10|20|30)$/.exec(value)
  if (shifted) return { amount: Number(shifted[1]) * 2 ** Number(shifted[2]), dimension: 'bytes' }
  const product = /^(\d+)((?:\s*\*\s*1024)+)$/.exec(value)
  if (!product) return null
  return { amount: Number(product[1]) * 1024 ** ((product[2] ?? '').split('*').length - 1), dimension: 'bytes' }
}

function numberIn(value: string, key: string): Quantity | null {
  const match = BARE_NUMBER.exec(value)
  if (!match) return null
  const amount = toNumber(match[1] ?? '')
  const unit = /(millis(?:econds)?|ms|seconds|secs?|minutes|mins|hours)$/i.exec(key.replace(/_/g, ''))?.[1]
  return unit === undefined ? { amount, dimension: 'count' } : { amount: amount * msOf(unit), dimension: 'ms' }
}

function toNumber(text: string): number {
  return Number(text.replace(/_/g, ''))
}

/** The value in words people use: `300 ms`, `5 s`, `512 MiB`, `on`. */
export function describeQuantity({ amount, dimension }: Quantity): string {
  if (dimension === 'boolean') return amount === 1 ? 'on' : 'off'
  if (dimension === 'ms') return amount >= 1000 ? `${amount / 1000} s` : `${amount} ms`
  if (dimension === 'bytes') return amount >= 2 ** 20 ? `${amount / 2 ** 20} MiB` : `${amount} bytes`
  return String(amount)
}
