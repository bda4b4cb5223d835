import { rowsOf } from '../../domain/reading.ts'
import type { Citation, Evidence, EvidenceId } from '../../domain/evidence.ts'
import { renderLines } from '../../domain/quotation.ts'
import type { QueryKind, Rows } from '../../domain/telemetry-rows.ts'
import { shiftSeconds } from '../../domain/time-window.ts'

/**
 * Everything the engine may know: recorded evidence by kind of query. A kind that was not read is absent; a kind that was read
 * and had nothing is present with `no_data`. The engine treats both as holes, never as health. Examples may have been read
 * several times for different entities, so every kind is a list.
 */
export type Facts = { readonly [K in QueryKind]?: readonly Evidence<K>[] }

/** A row together with the evidence that holds it: everything a citation needs. */
export interface Held<K extends QueryKind = QueryKind> {
  readonly evidenceId: EvidenceId
  readonly row: Rows[K]
}

/** Longest quote in characters: what a person reads at a glance on a phone. */
const MAX_QUOTE_CHARACTERS = 240
/** How much of the line before the quoted fragment is kept, so that the reader sees the name of the value. */
const LEAD_CHARACTERS = 80

/** Field names that tell a reader nothing: the quote is as verbatim without them. */
const FIELD_PREFIX = /^(?:object\.|example: )/

/** All rows of a kind, in order of reading. Empty when the kind was not read, had nothing or failed: a hole, not health. */
export function rowsHeld<K extends QueryKind>(facts: Facts, kind: K): readonly Held<K>[] {
  const entries = facts[kind] ?? []
  return entries.flatMap((entry) => rowsOf(entry.reading).map((row) => ({ evidenceId: entry.id, row })))
}

/**
 * Quotes the first line of the row that contains `fragment`, shortened around it. One citation, or none when the row does not say
 * it; an argument without citations is dropped later, so a mechanism never has to check.
 */
export function cite(held: Held, fragment: string, as: Pick<Citation, 'role' | 'at'>): readonly Citation[] {
  const line = fragment === '' ? undefined : linesOf(held).find((text) => text.includes(fragment))
  if (line === undefined) return []
  return [{ evidenceId: held.evidenceId, locator: held.row.locator, quote: shorten(line, fragment), ...as }]
}

/** What a record really said comes before the template that was mined from it. */
function linesOf({ row }: Held): readonly string[] {
  const lines = renderLines(row)
  return [...lines.filter((line) => !line.startsWith('pattern: ')), ...lines.filter((line) => line.startsWith('pattern: '))]
}

/** Quotes the first fragment that the row contains. */
export function citeFirst(held: Held, fragments: readonly string[], as: Pick<Citation, 'role' | 'at'>): readonly Citation[] {
  for (const fragment of fragments) {
    const found = cite(held, fragment, as)
    if (found.length > 0) return found
  }
  return []
}

function shorten(line: string, fragment: string): string {
  const whole = line.replace(FIELD_PREFIX, '')
  const text = whole.includes(fragment) ? whole : line
  if (text.length <= MAX_QUOTE_CHARACTERS) return text.trim()
  const at = text.indexOf(fragment)
  const start = Math.max(0, at - LEAD_CHARACTERS)
  return text.slice(start, Math.max(at + Math.min(fragment.length, MAX_QUOTE_CHARACTERS), start + MAX_QUOTE_CHARACTERS)).trim()
}

/** Samples quoted before and from the departure on: enough to see what was normal and what it became. */
const BEFORE = 3
const AFTER = 3

/** A row whose samples lie on a grid. */
export interface Grid {
  readonly startAt: Date
  readonly stepSeconds: number
}

/** Quotes the samples of one field around a departure, as they stand in the row's rendering. None when the field is no list of samples. */
export function citeSamples(held: Held & { readonly row: Grid }, field: string, index: number): readonly Citation[] {
  const line = renderLines(held.row).find((text) => text.startsWith(`${field}: [`))
  if (line === undefined) return []
  const samples = line.slice(field.length + 3, -1).split(', ')
  const quote = samples.slice(Math.max(0, index - BEFORE), index + AFTER).join(', ')
  if (quote === '') return []
  return [{ evidenceId: held.evidenceId, locator: held.row.locator, quote, role: 'symptom', at: momentAt(held.row, index) }]
}

/** The moment at which the step with this index begins. */
export function momentAt(grid: Grid, index: number): Date {
  return shiftSeconds(grid.startAt, index * grid.stepSeconds)
}

/** How many steps lie between the start of a grid and a moment: no whole number within a step, negative before the grid. */
export function stepsUntil(at: Date, { startAt, stepSeconds }: Grid): number {
  return (at.getTime() - startAt.getTime()) / 1000 / stepSeconds
}
