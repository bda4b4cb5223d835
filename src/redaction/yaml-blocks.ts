import { mark, type Examination } from './examination.ts'
import { breakLength, indentBefore, indentOf, lineEnd } from './lines.ts'
import { isNoSecret } from './values/stays.ts'

/** Masks every line of a YAML block scalar whose `|` stands at `at`: the lines that are indented deeper than the name. Returns where the scan goes on. */
export function markBlock(examination: Examination, { at, nameStart }: { readonly at: number; readonly nameStart: number }): number {
  return forDeeperLines(examination.text, { at, nameStart }, (start, end) => {
    mark(examination, { start, end })
  })
}

/**
 * Calls `visit` with the contents of each line after `at` that is indented deeper than the name, blank lines left out. Returns the end of the last.
 * The name may stand in YAML, or in YAML inside a string of JSON.
 */
export function forDeeperLines(
  text: string,
  { at, nameStart }: { readonly at: number; readonly nameStart: number },
  visit: (start: number, end: number) => void,
): number {
  const indent = indentBefore(text, nameStart)
  let last = at
  let gap = at
  while (gap < text.length && breakLength(text, gap) === 0) gap += 1
  const isEscaped = text[gap] === '\\'
  for (;;) {
    const length = breakLength(text, gap)
    if (length === 0) return last
    const line = gap + length
    const end = lineEnd(text, line, isEscaped)
    const start = line + indentOf(text, line)
    if (start < end && start - line <= indent) return last
    if (start < end) visit(start, end)
    last = Math.min(end, text.length)
    gap = end
  }
}

const ITEM = /(?:\r?\n|\\{1,7}n)[ \t]{0,64}- {1,8}(["']?)([^\s"'{}[\]:\\][^\r\n"':\\]{0,2048})\1(?=[ \t]{0,8}(?:\r?\n|\\|"|$))/y

/** Masks the plain items of a YAML list that begins on the next line. Items that are pairs are left to their own names. */
export function markItems(examination: Examination, at: number): number {
  const { text } = examination
  let after = at
  ITEM.lastIndex = at
  for (let found = ITEM.exec(text); found !== null; found = ITEM.exec(text)) {
    const value = found[2] ?? ''
    const start = found.index + found[0].lastIndexOf(value)
    if (!isNoSecret(value)) mark(examination, { start, end: start + value.trimEnd().length })
    after = ITEM.lastIndex
  }
  return after
}
