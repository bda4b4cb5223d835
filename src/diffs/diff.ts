import type { FileDiff, Hunk, TouchedFile } from './hazard.ts'
import { fileKindOf } from './tables/files.ts'

/** Most lines of one diff that are read; a person would not read more either, and hazards are found in the changed lines first. */
const MAX_DIFF_LINES = 4_000
/** What is read of one line. Longer ones are written by programs; every hazard of a line quotes it, so that its length counts many times. */
const MAX_LINE_CHARACTERS = 4_000

/**
 * Reads a unified diff as it comes from git or from a change feed, leniently: file headers may be missing (then the commit's only
 * file, or a file named in a hunk header, is meant), hunk headers may hold text instead of line numbers. `files`: the paths that the
 * commit says it changed. Files in order of appearance; empty when nothing in it looks like a diff. Never throws.
 */
export function parseDiff(diff: string, files: readonly string[]): readonly FileDiff[] {
  const found: { path: string; hunks: { header: string; lines: Hunk['lines'][number][] }[] }[] = []
  const lines = diff.split('\n', MAX_DIFF_LINES).map((line) => line.slice(0, MAX_LINE_CHARACTERS))
  const start = (path: string) => found.push({ path, hunks: [] })
  for (const [index, line] of lines.entries()) {
    const path = pathIn(line, lines[index + 1] ?? '', lines[index - 1] ?? '')
    if (path === 'skip') continue
    if (path !== null) start(path)
    else if (line.startsWith('@@')) {
      const header = line.replace(/^@@\s*(?:-\d\S*\s+\+\d\S*\s*@@)?\s*/, '').replace(/(?<!\s)\s*@@\s*$/, '')
      const named = files.find((file) => header === file || header.startsWith(`${file}:`) || header.startsWith(`${file} `))
      if (named !== undefined && found.at(-1)?.path !== named) start(named)
      if (found.length === 0) start(files[0] ?? 'unknown')
      found.at(-1)?.hunks.push({ header: named === undefined ? header : header.slice(named.length).replace(/^[:\s]+/, ''), lines: [] })
    } else {
      if (found.length === 0) start(files[0] ?? 'unknown')
      const last = found.at(-1)
      if (last && last.hunks.length === 0) last.hunks.push({ header: '', lines: [] })
      last?.hunks.at(-1)?.lines.push(diffLine(line))
    }
  }
  return found.filter((file) => file.hunks.length > 0).map((file) => ({ ...file, kind: fileKindOf(file.path) }))
}

/** The lines of a hunk as they were (`-`) or as they are now (`+`). */
export function sideOf(hunk: Hunk, side: '+' | '-'): Hunk['lines'] {
  return hunk.lines.filter(({ sign }) => sign === ' ' || sign === side)
}

/** The path a header line starts; `skip` for header lines that say nothing new; null for lines of content. */
function pathIn(line: string, next: string, previous: string): string | null {
  const git = /^diff --git a\/\S+ b\/(\S+)/.exec(line)
  if (git) return git[1] ?? null
  if (/^(?:index [0-9a-f]+\.\.|(?:new|deleted) file mode|similarity index|rename (?:from|to))/.test(line)) return 'skip'
  if (line.startsWith('--- ') && next.startsWith('+++ ')) return 'skip'
  if (!line.startsWith('+++ ') || !previous.startsWith('--- ')) return null
  const [before = '', after = ''] = [previous, line].map((header) => /^.{4}(?:[ab]\/)?([^\t]*)/.exec(header)?.[1] ?? '')
  return after === '/dev/null' ? before : after
}

function diffLine(line: string): Hunk['lines'][number] {
  const sign = line[0]
  if (sign === '+' || sign === '-') return { sign, text: line.slice(1) }
  return { sign: ' ', text: sign === ' ' ? line.slice(1) : line }
}

const COMMENT = /^\s*(?:\/\/|#(?!include|define|\[)|\/\*|\*(?:\s|\/|$)|<!--|--\s|;;|"""|''')/

/**
 * Reduces a commit to what it really touched. A line that was removed in one place and added in another (also in another file, also
 * with other white space) moved and is dropped on both sides: extracting a helper leaves next to nothing. Inert files are left out.
 */
export function touchedFiles(files: readonly FileDiff[]): readonly TouchedFile[] {
  const acting = files.filter((file) => file.kind !== 'inert')
  const removed = acting.flatMap((file) => linesOf(file, '-'))
  const added = acting.flatMap((file) => linesOf(file, '+'))
  const moved = countsOf(common(removed.map(normal), added.map(normal)))
  return acting.map((diff) => ({
    diff,
    removed: withoutMoved(linesOf(diff, '-'), new Map(moved)),
    added: withoutMoved(linesOf(diff, '+'), new Map(moved)),
    around: diff.hunks.flatMap((hunk) => [hunk.header, ...contentOf(hunk, ' ')]).filter((line) => line !== ''),
  }))
}

function linesOf(file: FileDiff, sign: '+' | '-'): readonly string[] {
  return file.hunks.flatMap((hunk) => contentOf(hunk, sign))
}

function contentOf(hunk: Hunk, sign: '+' | '-' | ' '): readonly string[] {
  return hunk.lines.filter((line) => line.sign === sign && line.text.trim() !== '' && !COMMENT.test(line.text)).map((line) => line.text)
}

function normal(line: string): string {
  return line.replace(/\s+/g, '').replace(/[,;]$/, '')
}

function common(left: readonly string[], right: readonly string[]): readonly string[] {
  const counts = countsOf(right)
  return left.filter((line) => {
    const count = counts.get(line) ?? 0
    counts.set(line, count - 1)
    return count > 0
  })
}

function countsOf(lines: readonly string[]): Map<string, number> {
  return lines.reduce((counts, line) => counts.set(line, (counts.get(line) ?? 0) + 1), new Map<string, number>())
}

function withoutMoved(lines: readonly string[], moved: Map<string, number>): readonly string[] {
  return lines.filter((line) => {
    const count = moved.get(normal(line)) ?? 0
    moved.set(normal(line), count - 1)
    return count <= 0
  })
}
