import type { RunbookPassage } from '../domain/runbook.ts'

/** Characters of one passage: three fit into one answer of a tool. A longer section becomes several passages, cut between lines. */
export const MAX_PASSAGE_CHARACTERS = 1100
/** Characters of the joined headings. */
const MAX_HEADING_CHARACTERS = 200

const HEADING = /^ {0,3}(#{1,6})\s+(\S.*|)$/
const CODE_FENCE = /^ {0,3}(`{3,}|~{3,})/

interface Section {
  readonly headings: readonly string[]
  readonly line: number
  readonly lines: readonly string[]
}

/**
 * The passages of a Markdown or plain text in order: one for each heading with text under it, or several when it is long. A `#` inside a code
 * block is a comment, not a heading. Empty for a text without words.
 */
export function splitPassages(file: string, text: string): readonly RunbookPassage[] {
  return sectionsOf(text.split(/\r?\n/)).flatMap((section) =>
    piecesOf(section).map(({ line, lines }) => ({
      file,
      heading: section.headings.join(' > ').slice(0, MAX_HEADING_CHARACTERS) || file,
      line,
      text: lines.join('\n').trim(),
    })),
  )
}

function sectionsOf(lines: readonly string[]): readonly Section[] {
  const sections: Section[] = []
  let current = { headings: [] as readonly string[], line: 1, lines: [] as string[] }
  let openFence: string | null = null
  for (const [index, line] of lines.entries()) {
    const fence = CODE_FENCE.exec(line)?.[1] ?? null
    if (fence !== null) openFence = nextFence(openFence, fence)
    const heading = openFence === null && fence === null ? HEADING.exec(line) : null
    if (heading === null) {
      current.lines.push(line)
      continue
    }
    sections.push(current)
    const level = heading[1]?.length ?? 1
    current = { headings: [...current.headings.slice(0, level - 1), titleOf(heading[2] ?? '')], line: index + 1, lines: [] }
  }
  return [...sections, current].filter(({ lines: body }) => body.some((line) => line.trim() !== ''))
}

/** A heading without the `#` that may close it. Source: spec.commonmark.org, ATX headings. */
function titleOf(text: string): string {
  return text
    .trimEnd()
    .replace(/(?<!#)#+$/, '')
    .trimEnd()
}

/** A block ends with at least as many of the characters that opened it; others stand inside it. */
function nextFence(open: string | null, fence: string): string | null {
  if (open === null) return fence
  return fence.startsWith(open) ? null : open
}

/** Parts of a section that are short enough, each with the line it begins at. The first begins at the heading. */
function piecesOf({ line, lines, headings }: Section): readonly { readonly line: number; readonly lines: readonly string[] }[] {
  const firstLine = headings.length === 0 ? line : line + 1
  const pieces: { line: number; lines: string[]; size: number }[] = [{ line, lines: [], size: 0 }]
  for (const [index, whole] of lines.entries()) {
    for (const part of partsOf(whole)) {
      const last = pieces.at(-1)
      if (last !== undefined && last.size + part.length < MAX_PASSAGE_CHARACTERS) {
        last.lines.push(part)
        last.size += part.length + 1
      } else pieces.push({ line: firstLine + index, lines: [part], size: part.length + 1 })
    }
  }
  return pieces.filter((piece) => piece.lines.some((part) => part.trim() !== ''))
}

function partsOf(line: string): readonly string[] {
  const count = Math.max(1, Math.ceil(line.length / (MAX_PASSAGE_CHARACTERS - 1)))
  return Array.from({ length: count }, (_none, part) =>
    line.slice(part * (MAX_PASSAGE_CHARACTERS - 1), (part + 1) * (MAX_PASSAGE_CHARACTERS - 1)),
  )
}
