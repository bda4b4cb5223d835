import { BASE64, isIn, runEnd, runStart, slashesBefore } from './characters.ts'
import { breakLength, indentOf } from './lines.ts'
import { mark, type Examination } from './examination.ts'
import { isNoSecret } from './values/stays.ts'

const BEGIN = /-----BEGIN ([A-Z0-9 ]{1,64})-----/y
/** Widths of the lines of a key: RFC 7468, OpenSSH, MIME. */
const WIDTHS = [64, 70, 76]

/** Masks the body of a private key from its BEGIN line to its END line, or to the end of the text. Returns where the scan goes on; -1 when none begins. */
export function atDashes(examination: Examination, at: number): number {
  const { text } = examination
  BEGIN.lastIndex = at
  const label = BEGIN.exec(text)?.[1]
  if (label === undefined) return -1
  const start = BEGIN.lastIndex
  if (!label.includes('PRIVATE KEY')) return runOfKey(text, start)
  const ending = text.indexOf('-----END ', start)
  const end = quoteEnd(text, start, ending < 0 ? text.length : ending)
  markLines(examination, start, end)
  return end
}

/** Certificates and public keys are stepped over whole. */
function runOfKey(text: string, start: number): number {
  let at = start
  while (at < text.length && (isIn(BASE64, text, at) || /[\s\\]/.test(text[at] ?? ''))) at += 1
  return at
}

/** A key that was cut off ends with the string around it. */
function quoteEnd(text: string, start: number, last: number): number {
  let at = start
  while (at < last && text[at] !== '"') at += 1
  return at < last ? Math.max(start, at - slashesBefore(text, at)) : last
}

/** The first line becomes the mask, later ones become empty: the lines of the text are still counted as before. */
function markLines(examination: Examination, start: number, end: number): void {
  const { text } = examination
  let isFirst = true
  let at = start
  while (at < end) {
    const newline = text.slice(at, end).indexOf('\n')
    const lineEnd = newline < 0 ? end : at + newline
    const from = skipBlanks(text, at, lineEnd)
    const to = trimEnd(text, from, lineEnd)
    if (from < to && !isNoSecret(text.slice(from, Math.min(to, from + 64)))) {
      if (isFirst) mark(examination, { start: from, end: to })
      else examination.marks.push({ start: from, end: to, replacement: '' })
      isFirst = false
    }
    at = lineEnd + 1
  }
}

function skipBlanks(text: string, start: number, end: number): number {
  let at = start
  while (at < end) {
    const gap = /\s/.test(text[at] ?? '') ? 1 : breakLength(text, at)
    if (gap === 0) break
    at += gap
  }
  return Math.min(at, end)
}

/** Blanks, and the escaped line break before the END line, stay. */
function trimEnd(text: string, start: number, end: number): number {
  let at = end
  while (at > start && /\s/.test(text[at - 1] ?? '')) at -= 1
  const escape = /(?:\\{1,16}[nr]){1,16}$/.exec(text.slice(Math.max(start, at - 16), at))
  if (escape === null) return at
  at -= escape[0].length
  return Math.max(start, at - slashesBefore(text, at))
}

const MIN_WIDTH = 64
/** Least length of the last line of a body. */
const MIN_LAST_LINE = 16

/**
 * Masks a key's body without its header at the break after its first line: that line and the next are base64 of one of the usual widths, with
 * capitals, small letters and digits. Lists of hashes are hexadecimal and have none. Returns where the scan goes on; -1 when there is none.
 */
export function atBody(examination: Examination, at: number): number {
  const { text } = examination
  if (!isIn(BASE64, text, at - 1) || !isIn(BASE64, text, at - MIN_WIDTH)) return -1
  const width = WIDTHS.find((one) => isIn(BASE64, text, at - one) && at - runStart(text, at, BASE64) === one)
  if (width === undefined || !isMixed(text.slice(at - width, at))) return -1
  let end = at
  for (;;) {
    const gap = breakLength(text, end)
    const next = end + gap + indentOf(text, end + gap)
    const run = Math.min(runEnd(text, next, BASE64), next + width + 1)
    if (gap === 0 || run - next > width || run - next < MIN_LAST_LINE) break
    end = run
    if (run - next < width) break
  }
  if (end === at) return -1
  markLines(examination, at - width, end)
  return end
}

function isMixed(line: string): boolean {
  return /[a-z]/.test(line) && /[A-Z]/.test(line) && /\d/.test(line)
}
