import type { Evidence } from '../domain/evidence.ts'
import { renderLines } from '../domain/quotation.ts'

/** Longest line shown whole, in characters; the rest is counted, and a quote from the shown part is still verbatim. */
const MAX_LINE_CHARACTERS = 400
/** Lines of one row shown before the rest is counted: enough for a pod's spec, too few for a whole custom resource. */
const MAX_ROW_LINES = 60

/** A row together with the evidence that holds it. */
export interface EvidenceRow {
  readonly evidence: Evidence
  readonly row: { readonly locator: string }
}

export interface RenderedRows {
  readonly text: string
  /** `E3 locator` of each row shown, in order. */
  readonly shown: readonly string[]
  /** Offset of the first row not shown; null when all were. */
  readonly nextOffset: number | null
}

/**
 * Renders rows from `offset` until `maxCharacters` is reached, each under its evidence id and locator. At least one row is shown
 * (clipped) when there is any. `onlyLines` keeps the lines that contain it, ignoring case.
 */
export function renderRows(
  rows: readonly EvidenceRow[],
  options: { readonly offset: number; readonly maxCharacters: number; readonly onlyLines?: string },
): RenderedRows {
  const blocks: string[] = []
  let characters = 0
  for (const entry of rows.slice(options.offset)) {
    const block = renderRow(entry, options.onlyLines ?? '')
    if (blocks.length > 0 && characters + block.length > options.maxCharacters) break
    blocks.push(block.slice(0, options.maxCharacters))
    characters += block.length
  }
  const end = options.offset + blocks.length
  return {
    text: blocks.join('\n'),
    shown: rows.slice(options.offset, end).map(rowKey),
    nextOffset: end < rows.length ? end : null,
  }
}

/** Names a row across the whole investigation. */
function rowKey({ evidence, row }: EvidenceRow): string {
  return `${evidence.id} ${row.locator}`
}

function renderRow(entry: EvidenceRow, onlyLines: string): string {
  const wanted = onlyLines.toLowerCase()
  const lines = renderLines(entry.row).filter((line) => !line.startsWith('locator: ') && line.toLowerCase().includes(wanted))
  const kept = lines.slice(0, MAX_ROW_LINES).map(clipLine)
  const rest = lines.length - kept.length
  return [
    `[${rowKey(entry)}]`,
    ...kept.map((line) => `  ${line}`),
    ...(rest > 0 ? [`  (${rest} more lines; ask for them with a filter)`] : []),
  ].join('\n')
}

function clipLine(line: string): string {
  const rest = line.length - MAX_LINE_CHARACTERS
  return rest > 0 ? `${line.slice(0, MAX_LINE_CHARACTERS)} (${rest} more characters)` : line
}
