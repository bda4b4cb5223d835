/** What stands where a secret stood. */
export const MASK = '[masked]'

/** One part of a text that is to be masked, and what comes in its place. */
export interface Mark {
  readonly start: number
  /** One past the last character. */
  readonly end: number
  readonly replacement: string
}

/** The text with every mark replaced; marks may come in any order and may overlap, then their union is masked once. */
export function applyMarks(text: string, marks: readonly Mark[]): string {
  const parts: string[] = []
  let copied = 0
  for (const { start, end, replacement } of inOrder(marks)) {
    if (end <= copied) continue
    if (start >= copied) parts.push(text.slice(copied, start), replacement)
    copied = end
  }
  parts.push(text.slice(copied))
  return parts.join('')
}

/** The scan finds nearly everything in order; only what is marked ahead of it makes sorting necessary. */
function inOrder(marks: readonly Mark[]): readonly Mark[] {
  const isSorted = marks.every((one, index) => index === 0 || one.start >= (marks[index - 1]?.end ?? 0))
  return isSorted ? marks : [...marks].sort((a, b) => a.start - b.start || b.end - a.end)
}

/** How many masks stand in a text. */
export function countMasks(text: string): number {
  let count = 0
  for (let at = text.indexOf(MASK); at >= 0; at = text.indexOf(MASK, at + MASK.length)) count += 1
  return count
}
