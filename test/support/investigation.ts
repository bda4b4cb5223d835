import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { contentHash } from '../../src/evidence/content-hash.ts'
import type { ReadingOf } from '../../src/domain/reading.ts'
import type { Store } from '../../src/store/port.ts'

// Small, valid values of the invented shop, for tests that need something to store.

export const NOON = new Date('2026-11-16T12:00:00.000Z')

type Start = Parameters<Store['startInvestigation']>[0]

/** A mention that opens an incident in `#inc-checkout`; override what a test is about. */
export function aStart(overrides: Partial<Start> = {}): Start {
  return {
    thread: { teamId: 'T1', channelId: 'C1', threadTs: '1700000000.000100' },
    environment: 'shop',
    title: 'checkout fails',
    question: 'why does checkout fail?',
    by: 'U1',
    askedTs: '1700000000.000100',
    at: NOON,
    ...overrides,
  }
}

/** Evidence of a read of Kubernetes events; `message` makes the content differ. */
export function anEvidence(id: Evidence['id'] = 'E1', message = 'Back-off pulling image'): Evidence<'kubernetes_events'> {
  const reading: ReadingOf<'kubernetes_events'> = {
    status: 'ok',
    rows: [
      {
        locator: 'events#2',
        entity: 'shop/Pod/orders-5d9',
        reason: 'BackOff',
        severity: 'Warning',
        message,
        count: 3,
        firstAt: NOON,
        lastAt: null,
      },
    ],
    truncated: null,
    problems: [],
  }
  const asked = { askedAt: NOON, answeredAt: new Date(NOON.getTime() + 20) }
  return { id, query: { kind: 'kubernetes_events' }, source: 'kubernetes', reading, ...asked, contentHash: contentHash(reading) }
}

/** A diagnosis with one cause that cites `E1`. */
export function aDiagnosis(overrides: Partial<Diagnosis> = {}): Diagnosis {
  return {
    schema: 'firstcause.diagnosis/1',
    outcome: 'diagnosis',
    reasons: [],
    investigationId: null,
    environment: 'shop',
    window: { start: null, end: null, onset: null },
    versions: { engine: '0.1.0', model: null, promptHash: null },
    summary: 'shop/Deployment/orders cannot pull its image',
    rootCauses: [
      {
        entity: 'shop/Deployment/orders',
        mechanism: 'image_pull_failed',
        confidence: 0.9,
        confidenceWord: 'verified',
        since: null,
        for: [{ text: 'its pods back off', receipts: ['R1'] }],
        against: [],
        disconfirmingReads: [],
        propagation: [],
        why: [{ feature: 'trace_stated', value: 1, weight: 0.5108, receipts: ['R1'] }],
      },
    ],
    alternatives: [],
    ruledOut: [],
    notChecked: [],
    proposedActions: [],
    receipts: [
      {
        id: 'R1',
        evidenceId: 'E1',
        role: 'symptom',
        source: 'kubernetes',
        locator: 'events#2',
        at: null,
        quote: 'reason: BackOff',
        url: null,
      },
    ],
    stats: { engineMs: 1, wallMs: 2, turns: 0, toolCalls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null },
    ...overrides,
  }
}
