import type { Citation } from '../../domain/evidence.ts'
import { renderLines } from '../../domain/quotation.ts'
import { shiftSeconds } from '../../domain/time-window.ts'
import type { Held } from './cite.ts'

/** Samples quoted before and from the departure on: enough to see what was normal and what it became. */
const BEFORE = 3
const AFTER = 3

/** A row whose samples lie on a grid. */
interface Grid {
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
