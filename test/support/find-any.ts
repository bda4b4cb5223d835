/** Those of many short texts that stand in a long one. One pass: looking for each by itself takes minutes in the files of a database. */
export function findAny(text: string, wanted: readonly string[]): readonly string[] {
  const byStart = Map.groupBy(wanted, (one) => keyAt(one, 0))
  const isStart = new Uint8Array(KEYS)
  for (const key of byStart.keys()) isStart[key] = 1
  const found = new Set<string>()
  for (let at = 0; at + 2 < text.length; at++) {
    const key = keyAt(text, at)
    if (isStart[key] === 0) continue
    for (const one of byStart.get(key) ?? []) if (text.startsWith(one, at)) found.add(one)
  }
  return [...found]
}

const BITS = 7
const KEYS = 2 ** (3 * BITS)

/** Three characters as a number; what is not ASCII falls together with something, which costs one comparison. */
function keyAt(text: string, at: number): number {
  const code = (offset: number) => text.charCodeAt(at + offset) & 127
  return (code(0) << (2 * BITS)) | (code(1) << BITS) | code(2)
}
