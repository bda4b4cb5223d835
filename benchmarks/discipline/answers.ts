import { seenCandidates, seenEvidenceIds, type SeenCandidate, type SeenCitation } from './candidates.ts'
import { toolTextsOf, type ScriptedReply, type SeenRequest } from './script.ts'
import type { SeenRow } from './seen-rows.ts'

// How scripted models word an answer: the form of `submit_diagnosis`, with true quotes unless they invent them.

export interface Cause {
  readonly entity: string
  readonly mechanism: string
  readonly confidence: number
  readonly since: null
  readonly for: readonly object[]
  readonly against: readonly object[]
  readonly disconfirming_evidence: readonly string[]
  readonly propagation: readonly string[]
}

export const ALL_CANDIDATES = { name: 'read_candidates', arguments: { entity: null } }
export const ALL_ALERTS = { name: 'read_alerts', arguments: { entity: null, offset: 0 } }
export const ALL_CALLS = { name: 'read_calls', arguments: { entity: null, offset: 0 } }
export const ALL_LOGS = { name: 'read_log_patterns', arguments: { entity: null, text: null, offset: 0 } }
export const ALL_EVENTS = { name: 'read_events', arguments: { entity: null, only_warnings: true, offset: 0 } }

/** Citations of one argument that the form takes. */
const MAX_CITATIONS = 8

/** What the engine says, repeated. */
export function asCause({ entity, mechanism, citations, explains }: SeenCandidate): Cause {
  return {
    ...claim(entity, mechanism),
    for: [argument('quoted by the evidence engine', citations, 'mechanism')],
    propagation: explains.slice(0, MAX_CITATIONS),
  }
}

/** A claim that rests on one true line of a record, whatever that line shows. */
export function accuse(accusation: {
  readonly entity: string
  readonly mechanism: string
  readonly row: SeenRow
  readonly role: string
}): Cause {
  const { entity, mechanism, row, role } = accusation
  return { ...claim(entity, mechanism), for: [argument(`${entity} shows it`, [quoteFrom(row)], role)] }
}

export function claim(entity: string, mechanism: string): Cause {
  return { entity, mechanism, confidence: 0.95, since: null, for: [], against: [], disconfirming_evidence: [], propagation: [] }
}

export function argument(text: string, citations: readonly SeenCitation[], role: string): object {
  return { text, citations: citations.slice(0, MAX_CITATIONS).map((citation) => ({ ...citation, role })) }
}

/** The line of a record that says most: a message, a pattern, a summary, else its last. */
function quoteFrom({ evidenceId, locator, lines }: SeenRow): SeenCitation {
  const telling = ['message', 'pattern', 'summary', 'errors', 'ownErrors', 'name']
  const line = telling.map((field) => lines.find((one) => one.startsWith(`${field}: `))).find((found) => found !== undefined)
  return { evidence_id: evidenceId, locator, quote: withoutNote(line ?? lines.at(-1) ?? '') }
}

// A long line is shown clipped, with a note of ours behind it that does not stand in the record.
function withoutNote(line: string): string {
  return line.replace(/ \(\d+ more characters\)$/, '')
}

/** Submits these causes as a diagnosis; without any, `empty`. As reads made to refute them it lists the last that it saw. */
export function submit(request: SeenRequest, causes: readonly Cause[], empty: 'no_cause' | 'inconclusive' = 'inconclusive'): ScriptedReply {
  const refuted = seenEvidenceIds(request).slice(-2)
  const roots = causes
    .filter(({ entity }) => entity !== '')
    .slice(0, MAX_CITATIONS)
    .map((cause) => ({ ...cause, disconfirming_evidence: refuted }))
  const form = {
    outcome: roots.length > 0 ? 'diagnosis' : empty,
    summary: roots[0] ? `${roots[0].entity} is the first cause` : 'nothing can be named',
    root_causes: roots,
    alternatives: [],
    ruled_out: [],
    reasons: roots.length > 0 ? [] : ['nothing separates the candidates'],
  }
  return { kind: 'turn', calls: [{ name: 'submit_diagnosis', arguments: form }] }
}

/** Submits, and when sent back gives up what the reasons name and keeps the rest: as a model does that wants to get its answer through. */
export function insist(request: SeenRequest, causes: readonly Cause[]): ScriptedReply {
  const complaints = toolTextsOf(request).filter((text) => text.startsWith('Sent back:'))
  const kept = causes.filter(({ entity }) => !complaints.some((text) => text.includes(entity)))
  return submit(request, complaints.length === 0 ? causes : kept)
}

export function engineCauses(request: SeenRequest): readonly SeenCandidate[] {
  return seenCandidates(request).filter(({ role }) => role === 'cause')
}
