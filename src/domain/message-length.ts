import type { Evidence } from './evidence.ts'
import { isAnswered, rowsOf } from './reading.ts'
import type { QueryKind } from './telemetry-rows.ts'

/** Characters of one message that are weighed. A stack trace with all its causes is shorter; whoever writes more does not write to people. */
export const MAX_MESSAGE_CHARACTERS = 32_768

/** What programs write by the message. Objects and diffs are none: half of one is another one. */
const MESSAGE_KINDS: ReadonlySet<QueryKind> = new Set([
  'alerts',
  'kubernetes_events',
  'log_patterns',
  'call_failures',
  'log_examples',
  'span_examples',
  'provider_status',
  'checks',
])

/** Length of the longest message that is weighed in part only; 0 when all are weighed whole. */
export function longestCutMessage(evidence: Evidence): number {
  if (!MESSAGE_KINDS.has(evidence.query.kind)) return 0
  const lengths = rowsOf<object>(evidence.reading as never).flatMap((row) => Object.values(row).map(lengthOf))
  return lengths.reduce((longest, length) => (length > MAX_MESSAGE_CHARACTERS ? Math.max(longest, length) : longest), 0)
}

/**
 * The same evidence with every message cut to its first `MAX_MESSAGE_CHARACTERS`: a quote from it stands in the whole one. The very same
 * value when none is longer. Its content hash stays that of the whole.
 */
export function withShortMessages<E extends Evidence>(evidence: E): E {
  const { reading } = evidence
  if (!isAnswered(reading) || longestCutMessage(evidence) === 0) return evidence
  const rows = reading.rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, shortened(value)])))
  return { ...evidence, reading: { ...reading, rows } as never }
}

/** The first part of a message, cut between characters and never inside one. */
export function shortMessage(text: string): string {
  if (text.length <= MAX_MESSAGE_CHARACTERS) return text
  const isInside = /[\uD800-\uDBFF]/.test(text.charAt(MAX_MESSAGE_CHARACTERS - 1))
  return text.slice(0, MAX_MESSAGE_CHARACTERS - (isInside ? 1 : 0))
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  return isTexts(value) ? Math.max(0, ...Object.values(value).map((text) => text.length)) : 0
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return shortMessage(value)
  if (!isTexts(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, shortMessage(text)]))
}

/** Labels and attributes: texts by name. */
function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    Object.values(value).every((one) => typeof one === 'string')
  )
}
