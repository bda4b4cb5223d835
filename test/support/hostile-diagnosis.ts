import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { HOSTILE_WORDS } from './hostile-words.ts'

/** An entity may hold anything but blanks. */
const ENTITY = `shop/Deployment/${HOSTILE_WORDS.replace(/\s/g, '')}` as const

/** A diagnosis with the hostile text in each of its fields that hold text. */
export function hostileDiagnosis(text: string = HOSTILE_WORDS): Diagnosis {
  const statement = { text, receipts: ['R1' as const] }
  return {
    schema: 'firstcause.diagnosis/1',
    outcome: 'diagnosis',
    reasons: [text],
    investigationId: text,
    environment: text,
    window: { start: '2026-05-27T13:40:00Z', end: '2026-05-27T14:20:00Z', onset: '2026-05-27T14:02:20Z' },
    versions: { engine: text, model: text, promptHash: text },
    summary: text,
    rootCauses: [
      {
        entity: ENTITY,
        mechanism: text,
        confidence: 0.93,
        confidenceWord: 'verified',
        since: '2026-05-27T14:02:11Z',
        for: [statement],
        against: [statement],
        disconfirmingReads: ['E3'],
        propagation: [ENTITY, ENTITY],
        why: [{ feature: text, value: 1, weight: 0.5, receipts: ['R1'] }],
      },
    ],
    alternatives: [
      {
        entity: ENTITY,
        mechanism: text,
        confidence: 0.2,
        for: [statement],
        against: [statement],
        wouldTellApart: text,
        why: [{ feature: text, value: 1, weight: 0.5, receipts: ['R1'] }],
        missing: [statement],
      },
    ],
    ruledOut: [{ entity: ENTITY, because: text, explainedBy: ENTITY, receipts: ['R1'] }],
    notChecked: [{ source: text, why: text }],
    proposedActions: [{ kind: 'rollback', target: text, what: text, command: text, risk: text, rollback: text, receipts: ['R1'] }],
    receipts: [
      {
        id: 'R1',
        evidenceId: 'E1',
        role: 'change',
        source: 'kubernetes',
        locator: text,
        at: '2026-05-27T14:02:11Z',
        quote: text,
        url: `https://firstcause.example/${text}`,
      },
    ],
    stats: { engineMs: 1, wallMs: 2, turns: 1, toolCalls: 1, inputTokens: 1, cachedTokens: 0, outputTokens: 1, costUsd: 0.1 },
  }
}
