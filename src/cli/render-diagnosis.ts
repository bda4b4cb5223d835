import type { Diagnosis } from '../domain/diagnosis.ts'
import { showableLines } from '../domain/showable.ts'
import { narrowingSentence } from '../domain/narrowing.ts'
import { maskedSentence } from '../domain/masked.ts'

/** Symptoms and holes listed in full up to here; the JSON output always has all of them. */
const MAX_LISTED = 12

/** The diagnosis as short text for a terminal: cause first, then why, receipts, ruled out, not checked, what to do next. Every text on one line of its own. */
export function renderDiagnosis(found: Diagnosis): string {
  const diagnosis = showableLines(found)
  const sections = [
    headline(diagnosis),
    narrowingSentence(diagnosis.window) ?? '',
    ...diagnosis.rootCauses.map(causeLines),
    section(
      'Alternatives',
      diagnosis.alternatives.map(
        (one) => `${one.entity} (${one.mechanism}, ${percent(one.confidence)}); tell apart: ${one.wouldTellApart}`,
      ),
    ),
    section(
      'Ruled out',
      diagnosis.ruledOut.map(({ entity, because }) => `${entity}: ${because}`),
    ),
    section(
      'Not checked',
      diagnosis.notChecked.map(({ source, why }) => `${source}: ${why}`),
    ),
    section(
      'Next',
      diagnosis.proposedActions.map(({ what = '', command, risk }) => `${[what, command].filter(Boolean).join(': ')}   (risk: ${risk})`),
    ),
    section(
      'Receipts',
      diagnosis.receipts.map(
        ({ id, source, locator, at, quote }) => `${id} ${source} ${locator}${at === null ? '' : ` at ${at}`}: ${quote}`,
      ),
    ),
    maskedSentence(diagnosis.stats) ?? '',
    `engine ${diagnosis.versions.engine}, ${diagnosis.stats.engineMs} ms of ${diagnosis.stats.wallMs} ms`,
  ]
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`
}

function headline({ outcome, summary, reasons }: Diagnosis): string {
  if (outcome === 'diagnosis') return summary
  const words = outcome === 'no_cause' ? 'No cause found' : 'Inconclusive'
  return `${words}: ${reasons.join('; ')}`
}

function causeLines(cause: Diagnosis['rootCauses'][number]): string {
  const since = cause.since === null ? '' : `, since ${cause.since}`
  const first = `Root cause: ${cause.entity} (${cause.mechanism}), ${cause.confidenceWord} ${percent(cause.confidence)}${since}`
  const reasons = [...cause.for.map((one) => ({ ...one, sign: '+' })), ...cause.against.map((one) => ({ ...one, sign: '-' }))]
  const path = cause.propagation.length > 1 ? [`  spreads: ${cause.propagation.join(' -> ')}`] : []
  return [first, ...reasons.map(({ sign, text, receipts }) => `  ${sign} ${text} [${receipts.join(', ')}]`), ...path].join('\n')
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const more = lines.length > MAX_LISTED ? [`  and ${lines.length - MAX_LISTED} more (see --json)`] : []
  return [title, ...lines.slice(0, MAX_LISTED).map((line) => `  ${line}`), ...more].join('\n')
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}
