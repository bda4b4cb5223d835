/** A seeded stream of numbers. The same seed always gives the same drill; nothing in this folder asks the machine for chance. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  between(low: number, high: number): number
  /** Both ends included. */
  integer(low: number, high: number): number
  chance(ratio: number): boolean
  /** Throws when the list is empty: an empty choice is a mistake in the drill. */
  pick<T>(list: readonly T[]): T
  /** Log-normal around `median`, the usual shape of service times. `sigma` 0.3 is calm, 0.8 has a long tail. */
  spread(median: number, sigma: number): number
  /** A stream of its own, so that more draws in one part of the simulation do not move another part. */
  fork(label: string): Random
}

const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789'
const UINT32 = 4_294_967_296

/** mulberry32 over a 32-bit seed (public domain, Tommy Ettinger): small, fast, good enough for drills, never for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / UINT32
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (ratio) => next() < ratio,
    pick<T>(list: readonly T[]): T {
      const chosen = list[Math.floor(next() * list.length)]
      if (chosen === undefined) throw new RangeError('nothing to pick from')
      return chosen
    },
    spread: (median, sigma) => median * Math.exp(sigma * normal(next)),
    fork: (label) => createRandom(seed ^ hashText(label)),
  }
}

/** FNV-1a, 32 bit. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** Lower-case hexadecimal digits, for trace, span and object ids. */
export function hexOf(random: Random, digits: number): string {
  let text = ''
  while (text.length < digits) {
    text += Math.floor(random.next() * UINT32)
      .toString(16)
      .padStart(8, '0')
  }
  return text.slice(0, digits)
}

/** An object uid in the usual 8-4-4-4-12 form. */
export function uidOf(random: Random): string {
  const hex = hexOf(random, 32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** A name ending as Kubernetes makes them: no vowels, nothing that looks like a word. */
export function suffixOf(random: Random, length: number): string {
  return Array.from({ length }, () => SUFFIX_LETTERS.charAt(random.integer(0, SUFFIX_LETTERS.length - 1))).join('')
}

/** Sum of uniforms: close to a standard normal, cheap, and bounded to plus or minus 3.5. */
function normal(next: () => number): number {
  return (next() + next() + next() + next() - 2) * 1.73
}
