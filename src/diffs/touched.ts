import type { FileDiff, Hunk } from './diff.ts'

/** The lines of one changed file that can change behaviour: without comments, blank lines and lines that only moved. */
export interface TouchedFile {
  readonly diff: FileDiff
  readonly removed: readonly string[]
  readonly added: readonly string[]
  /** Unchanged lines and hunk headers around them, comments left out. */
  readonly around: readonly string[]
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
