import { z } from 'zod'
import type { Query, ReadingOf, TelemetrySource } from './reading.ts'
import type { QueryKind } from './telemetry-rows.ts'

/** `E1`, `E2`, … in the order of recording within one investigation. */
export type EvidenceId = `E${number}`
export const evidenceId = z.custom<EvidenceId>((value) => typeof value === 'string' && /^E\d+$/.test(value), {
  error: 'an evidence id is E and a number',
})

/** A reading recorded in the ledger: what was asked, when, of whom, and what came back. Append-only. */
export interface Evidence<K extends QueryKind = QueryKind> {
  readonly id: EvidenceId
  readonly query: Query
  readonly source: TelemetrySource
  readonly reading: ReadingOf<K>
  readonly askedAt: Date
  readonly answeredAt: Date
  /** SHA-256, hex, of the reading's canonical JSON (after redaction). */
  readonly contentHash: string
}

/** What a quote shows: a symptom, a change, the mechanism itself, or something that speaks against the claim. */
export const receiptRole = z.enum(['symptom', 'change', 'mechanism', 'disconfirms'])
export type ReceiptRole = z.infer<typeof receiptRole>

/** A quote before the gate has checked it: engine and model both cite this way. `quote` must satisfy `isQuotedFrom`. */
export interface Citation {
  readonly evidenceId: EvidenceId
  readonly locator: string
  readonly quote: string
  readonly role: ReceiptRole
  /** When the quoted thing happened (UTC); null when the row has no time. */
  readonly at: Date | null
}

/** A sentence and the quotes that carry it. A sentence without citations never leaves the gate. */
export interface Argument {
  readonly text: string
  readonly citations: readonly Citation[]
}
