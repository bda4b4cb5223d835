import type { Diagnosis } from '../domain/diagnosis.ts'
import { prose } from './escape.ts'
import { clamp, clampLines, MAX_CONTEXT_CHARACTERS, MAX_SECTION_CHARACTERS } from './limits.ts'
import { citedLine } from './receipt-lines.ts'
import { WHY_TITLE } from './why-sections.ts'
import { mechanismWords } from './words.ts'

/** Rivals shown; more than three no longer help anybody choose. */
const MAX_RIVALS = 3
const MAX_RULED_OUT = 5
const LINE_CHARACTERS = 300

/** Up to three rivals with what speaks for and against each, and what would tell them apart. Empty when there is none. */
export function alternativesText(diagnosis: Diagnosis): string {
  const rivals = diagnosis.alternatives
    .slice(0, MAX_RIVALS)
    .flatMap((rival) => [
      `• ${prose(rival.entity)}: ${prose(mechanismWords(rival.mechanism))} (${rival.confidence.toFixed(2)})`,
      ...rival.for.slice(0, 1).map((statement) => `   for: ${citedLine(statement)}`),
      ...rival.against.slice(0, 1).map((statement) => `   against: ${citedLine(statement)}`),
      `   would tell apart: ${prose(clamp(rival.wouldTellApart, LINE_CHARACTERS))}`,
    ])
  return rivals.length === 0 ? '' : clampLines(['*Also possible, less likely*', ...rivals], MAX_SECTION_CHARACTERS)
}

/** One line for each thing that only reacted, with the cause that explains it. Empty when there is none. */
export function ruledOutText(diagnosis: Diagnosis, max: number = MAX_RULED_OUT): string {
  const lines = diagnosis.ruledOut.slice(0, max).map((entry) => {
    const receipts = entry.receipts.length > 0 ? ` (${entry.receipts.join(', ')})` : ''
    return `• ${prose(entry.entity)}: ${prose(clamp(entry.because, LINE_CHARACTERS))}${receipts}`
  })
  const left = diagnosis.ruledOut.length - lines.length
  const more = left > 0 ? [`_… and ${left} more under “${WHY_TITLE}”_`] : []
  return lines.length === 0 ? '' : clampLines(['*Ruled out*', ...lines, ...more], MAX_SECTION_CHARACTERS)
}

/** Always one line: which sources were not looked at and why, or that none was left out. */
export function notCheckedText(diagnosis: Diagnosis): string {
  if (diagnosis.notChecked.length === 0) return '*Not checked:* nothing was left out; every source gave an answer.'
  // Sources with the same reason share it: eight times "not recorded" is no news to somebody who reads on a phone.
  const byReason = Map.groupBy(diagnosis.notChecked, ({ why }) => why)
  const holes = [...byReason].map(
    ([why, entries]) => `${entries.map(({ source }) => prose(source)).join(', ')} (${prose(clamp(why, LINE_CHARACTERS))})`,
  )
  return clamp(`*Not checked:* ${holes.join('; ')}`, MAX_CONTEXT_CHARACTERS)
}
