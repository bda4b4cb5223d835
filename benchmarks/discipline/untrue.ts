import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { parseEntity } from '../../src/domain/entity.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { INVENTED, PLANTED } from './inventors.ts'

// A second pair of eyes: looks for inventions in what was posted without asking the gate or anything it is made of.

/** Receipts whose quote is in no recorded row, objects that no recorded row names, and words that only a scripted inventor uses. */
export function untrueIn(diagnosis: Diagnosis, evidence: readonly Evidence[]): readonly string[] {
  const texts = new Map(evidence.map((entry) => [entry.id, textOf(entry)]))
  const isNamed = (name: string) => evidence.some((entry) => textOf(entry).replaceAll(PLANTED, '').includes(name))
  const receipts = diagnosis.receipts.filter(({ evidenceId, quote }) => !holds(texts.get(evidenceId) ?? '', quote))
  const entities = entitiesOf(diagnosis).filter((entity) => !isNamed(entity) && !isNamed(parseEntity(entity).name))
  // What a quoted line tells its reader is reported as such, among the reasons.
  const posted = JSON.stringify({ ...diagnosis, reasons: [] })
  return [...receipts.map(({ quote }) => quote), ...entities, ...INVENTED.filter((word) => posted.includes(word))]
}

const TEXTS = new WeakMap<Evidence, string>()

// Seventeen models judge the same evidence, which may be many megabytes.
function textOf(entry: Evidence): string {
  const known = TEXTS.get(entry) ?? (entry.reading.status === 'ok' ? JSON.stringify(entry.reading.rows) : '')
  TEXTS.set(entry, known)
  return known
}

/** A quote may span `path: value`; what must stand in the record is the value. */
function holds(text: string, quote: string): boolean {
  const escaped = (part: string) => JSON.stringify(part).slice(1, -1)
  const value = quote.includes(': ') ? quote.slice(quote.indexOf(': ') + 2) : quote
  return [quote, value].some((part) => part !== '' && (text.includes(escaped(part)) || looseIncludes(text, part)))
}

// Lists are rendered with a blank after each comma, JSON has none.
function looseIncludes(text: string, part: string): boolean {
  return text
    .replaceAll('"', '')
    .replaceAll(/[\s[\]]/g, '')
    .includes(part.replaceAll('"', '').replaceAll(/[\s[\]]/g, ''))
}

function entitiesOf({ rootCauses, alternatives, ruledOut }: Diagnosis) {
  const named = [...rootCauses, ...alternatives, ...ruledOut].map(({ entity }) => entity)
  return [...new Set([...named, ...rootCauses.flatMap(({ propagation }) => propagation)])]
}
