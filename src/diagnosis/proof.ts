import type { Citation, Evidence } from '../domain/evidence.ts'
import type { Claim } from '../domain/submission.ts'
import { shiftSeconds } from '../domain/time-window.ts'
import type { QueryKind } from '../domain/telemetry-rows.ts'
import { rowOf } from './model-demands.ts'
import { namesEntity } from './referred-entities.ts'

/** True when a claim of a model is shown by more than symptoms of it. */
export type ProofTest = (claim: Claim) => boolean

/** Records that can show how something broke. Alerts, call counts and series only show that it did, whatever a model calls them. */
const PROVING: ReadonlySet<QueryKind> = new Set([
  'object_versions',
  'kubernetes_events',
  'changes',
  'checks',
  'provider_status',
  'log_patterns',
  'log_examples',
  'span_examples',
])
/** Records of change; others show a mechanism at work, which people may see late. */
const CHANGES: ReadonlySet<QueryKind> = new Set(['object_versions', 'changes'])
/** Clocks of different sources disagree by this much, and a symptom is noticed a step late: seconds. */
const CLOCK_SLACK_SECONDS = 120
const TIME_FIELDS = ['changedAt', 'at'] as const

/**
 * Tests whether a model's claim may stand where the engine has nothing better: a quote, as a change or a mechanism, from a record that is about the
 * claimed entity, of a kind that can show a mechanism; a change must lie before the onset. docs/decisions/0020.
 */
export function createProofTest(evidence: readonly Evidence[], onset: Date | null): ProofTest {
  const proves = (claim: Claim, citation: Citation): boolean => {
    if (citation.role !== 'change' && citation.role !== 'mechanism') return false
    const found = rowOf(citation, evidence)
    if (found === null || !PROVING.has(found.kind) || !namesEntity(claim.entity, found)) return false
    return !CHANGES.has(found.kind) || !isAfter(found.row, onset)
  }
  return (claim) => claim.for.some((argument) => argument.citations.some((citation) => proves(claim, citation)))
}

function isAfter(row: Readonly<Record<string, unknown>>, onset: Date | null): boolean {
  const at = TIME_FIELDS.map((field) => row[field]).find((value) => value instanceof Date)
  return at instanceof Date && onset !== null && at > shiftSeconds(onset, CLOCK_SLACK_SECONDS)
}
