import { describe, expect, it } from 'vitest'
import { readingWith } from '../../src/domain/reading.ts'
import { refuse, validate } from '../../src/diagnosis/validate.ts'
import type { Citation, Evidence } from '../../src/domain/evidence.ts'
import type { Claim, Rival, Submission } from '../../src/domain/submission.ts'
import { END, evidenceOf, minute, OVERVIEW, START, version } from '../support/facts.ts'

const EVIDENCE = evidenceOf({
  overview: [OVERVIEW],
  object_versions: [
    version('shop/Deployment/shipping', {
      spec: { template: { spec: { containers: [{ name: 'app', env: [{ name: 'QUOTE_ADDR', value: 'quote:0000' }] }] } } },
    }),
    version('shop/Pod/shipping-1', { metadata: { ownerReferences: [{ kind: 'ReplicaSet', name: 'shipping-7f' }] } }),
  ],
  alerts: [
    {
      name: 'RequestErrorRate',
      entity: 'shop/Service/checkout',
      state: 'firing',
      labels: {},
      summary: '',
      startsAt: minute(20),
      endsAt: null,
      value: 1,
    },
  ],
  log_examples: [],
})

const RUN = {
  investigationId: null,
  environment: 'shop',
  versions: { engine: 'test', model: null, promptHash: null },
  stats: { engineMs: 1, wallMs: 2, turns: 0, toolCalls: 4, inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null },
}

const CHANGE: Citation = { evidenceId: 'E2', locator: 'object_versions#2', quote: 'QUOTE_ADDR: quote:0000', role: 'change', at: minute(18) }
const SYMPTOM: Citation = { evidenceId: 'E3', locator: 'alerts#2', quote: 'name: RequestErrorRate', role: 'symptom', at: minute(20) }

const ALERT: Citation = { ...SYMPTOM, quote: 'state: firing' }
const RIVAL: Rival = {
  entity: 'shop/Service/checkout',
  mechanism: 'service_failing',
  confidence: 0.2,
  for: [],
  against: [],
  wouldTellApart: 'a log of its own',
  why: [{ feature: 'trace_numbers', value: 1, weight: 0, citations: [] }],
  missing: [{ text: 'no record shows it', citations: [] }],
}

function claim(over: Partial<Claim> = {}): Claim {
  return {
    entity: 'shop/Deployment/shipping',
    mechanism: 'env_address_invalid',
    confidence: 0.97,
    since: minute(18),
    for: [{ text: 'QUOTE_ADDR changed to quote:0000', citations: [CHANGE] }],
    against: [],
    disconfirmingReads: ['E4'],
    propagation: ['shop/Deployment/shipping', 'shop/Service/checkout'],
    explains: ['shop/Service/checkout'],
    why: [{ feature: 'trace_changed', value: 1, weight: 0.4055, citations: [CHANGE] }],
    ...over,
  }
}

function submission(over: Partial<Submission> = {}): Submission {
  return {
    outcome: 'diagnosis',
    reasons: [],
    window: { start: START, end: END, onset: minute(20) },
    summary: 'shop/Deployment/shipping points at quote:0000',
    rootCauses: [claim()],
    alternatives: [],
    ruledOut: [
      { entity: 'shop/Service/checkout', because: 'waits on shipping', explainedBy: 'shop/Deployment/shipping', citations: [SYMPTOM] },
    ],
    proposedActions: [],
    ...over,
  }
}

function reasonsFor(over: Partial<Submission>, evidence: readonly Evidence[] = EVIDENCE): readonly string[] {
  const result = validate(submission(over), evidence, RUN)
  return result.passed ? [] : result.reasons
}

function holed(reading: Evidence['reading']): readonly Evidence[] {
  return EVIDENCE.map((entry) => (entry.id === 'E4' ? { ...entry, reading } : entry))
}

describe('diagnosis/validate', () => {
  it('passes claims whose quotes stand in the evidence, with each quote as one receipt', () => {
    const twice = claim({
      for: [
        { text: 'points at port 0', citations: [CHANGE] },
        { text: 'said again', citations: [CHANGE, SYMPTOM] },
      ],
    })

    const result = validate(submission({ rootCauses: [twice] }), EVIDENCE, RUN)

    expect(result.passed && result.diagnosis.receipts.map(({ id, quote }) => [id, quote])).toEqual([
      ['R1', 'QUOTE_ADDR: quote:0000'],
      ['R2', 'name: RequestErrorRate'],
    ])
    expect(result.passed && result.diagnosis.rootCauses[0]?.for.map(({ receipts }) => receipts)).toEqual([['R1'], ['R1', 'R2']])
    expect(result.passed && result.diagnosis.ruledOut[0]?.receipts).toEqual(['R2'])
  })

  it('refuses evidence that is not of this investigation', () => {
    const foreign = { ...CHANGE, evidenceId: 'E99' as const }

    expect(reasonsFor({ rootCauses: [claim({ for: [{ text: 'x', citations: [foreign] }] })] })).toEqual([
      'E99 is no evidence of this investigation',
    ])
  })

  it('refuses a quote that does not stand in the record, and a record that is not there', () => {
    const altered = { ...CHANGE, quote: 'QUOTE_ADDR: quote:8080' }
    const elsewhere = { ...CHANGE, locator: 'object_versions#99' }

    expect(reasonsFor({ rootCauses: [claim({ for: [{ text: 'x', citations: [altered, elsewhere] }] })] })).toEqual([
      '"QUOTE_ADDR: quote:8080" does not stand in E2, record object_versions#2',
      'E2 has no record object_versions#99',
    ])
  })

  it('refuses an invented receipt also under an alternative or a symptom that was ruled out', () => {
    const invented = { ...SYMPTOM, quote: 'name: NothingLikeThis' }

    expect(
      reasonsFor({ ruledOut: [{ entity: 'shop/Service/checkout', because: 'x', explainedBy: null, citations: [invented] }] }),
    ).toHaveLength(1)
  })

  it('resolves what decided and what a rival lacked to receipts, numbered after those of the claims', () => {
    const why = [{ feature: 'delay' as const, value: 1, weight: 1.6094, citations: [CHANGE, ALERT] }]
    const rival = {
      ...RIVAL,
      why,
      missing: [
        { text: 'it came late', citations: [ALERT] },
        { text: 'no record shows it', citations: [] },
      ],
    }

    const result = validate(submission({ rootCauses: [claim({ why })], alternatives: [rival] }), EVIDENCE, RUN)

    expect(result.passed && result.diagnosis.receipts.map(({ id, quote }) => [id, quote])).toEqual([
      ['R1', CHANGE.quote],
      ['R2', SYMPTOM.quote],
      ['R3', ALERT.quote],
    ])
    expect(result.passed && result.diagnosis.rootCauses[0]?.why).toEqual([
      { feature: 'delay', value: 1, weight: 1.6094, receipts: ['R1', 'R3'] },
    ])
    expect(result.passed && result.diagnosis.alternatives[0]?.missing).toEqual([
      { text: 'it came late', receipts: ['R3'] },
      { text: 'no record shows it', receipts: [] },
    ])
  })

  it('refuses evidence of another investigation under what decided and under what a rival lacked', () => {
    const foreign = { ...CHANGE, evidenceId: 'E99' as const }
    const decided = [{ feature: 'direct' as const, value: 1, weight: 0.2877, citations: [foreign] }]
    const refused = ['E99 is no evidence of this investigation']

    expect(reasonsFor({ rootCauses: [claim({ why: decided })] })).toEqual(refused)
    expect(reasonsFor({ alternatives: [{ ...RIVAL, why: decided }] })).toEqual(refused)
    expect(reasonsFor({ alternatives: [{ ...RIVAL, missing: [{ text: 'x', citations: [foreign] }] }] })).toEqual(refused)
  })

  it('refuses a candidate that does not say what decided, or by a number that is none, and a rival that lacks nothing', () => {
    const noNumber = [{ feature: 'direct' as const, value: NaN, weight: 1, citations: [] }]

    expect(reasonsFor({ rootCauses: [claim({ why: [] })] })).toEqual(['shop/Deployment/shipping: what decided about it is not said'])
    expect(reasonsFor({ rootCauses: [claim({ why: noNumber })] })).toEqual([
      'shop/Deployment/shipping: a feature that decided is no number',
    ])
    expect(reasonsFor({ alternatives: [{ ...RIVAL, why: [], missing: [] }] })).toEqual([
      'shop/Service/checkout: what decided about it is not said',
      'shop/Service/checkout: what it would have had to show is not said',
    ])
  })

  it('refuses an entity that no reading names, and accepts one that stands as an owner inside an object', () => {
    expect(reasonsFor({ rootCauses: [claim({ entity: 'shop/Deployment/warehouse' })] })).toEqual([
      'no reading names shop/Deployment/warehouse',
    ])
    expect(reasonsFor({ rootCauses: [claim({ entity: 'shop/ReplicaSet/shipping-7f' })] })).toEqual([])
    expect(reasonsFor({ rootCauses: [claim({ entity: '_cluster/Namespace/shop' })] })).toEqual([])
  })

  it('refuses a kind that the name never appears with', () => {
    expect(reasonsFor({ rootCauses: [claim({ entity: 'shop/CronJob/shipping' })] })).toEqual(['no reading names shop/CronJob/shipping'])
  })

  it('refuses a time outside the look-back window, and accepts one hours before the data', () => {
    expect(reasonsFor({ rootCauses: [claim({ since: new Date('2026-05-01T00:00:00Z') })] })).toHaveLength(1)
    expect(reasonsFor({ rootCauses: [claim({ since: minute(300) })] })).toHaveLength(1)
    expect(reasonsFor({ rootCauses: [claim({ since: minute(-600) })] })).toEqual([])
  })

  it('refuses a cause that nobody tried to prove wrong', () => {
    expect(reasonsFor({ rootCauses: [claim({ disconfirmingReads: [] })] })).toEqual([
      'shop/Deployment/shipping: no read was made that could prove it wrong',
    ])
  })

  it('refuses a sentence without a receipt', () => {
    const silent = claim({ for: [...claim().for, { text: 'trust me', citations: [] }] })

    expect(reasonsFor({ rootCauses: [silent] })).toEqual(['shop/Deployment/shipping: a claim needs a receipt for every sentence'])
  })

  it('refuses a bystander that another cause explains and nothing of its own shows', () => {
    const bystander = claim({ entity: 'shop/Service/checkout', for: [{ text: 'fails', citations: [SYMPTOM] }], explains: [] })

    expect(reasonsFor({ rootCauses: [claim(), bystander] })).toEqual([
      'shop/Service/checkout is explained by shop/Deployment/shipping and has no evidence of its own mechanism',
    ])
  })

  it('refuses more causes than the evidence separates', () => {
    const same = claim({ entity: 'shop/Pod/shipping-1', explains: [] })

    expect(reasonsFor({ rootCauses: [claim(), same] })).toEqual([
      'the evidence does not separate shop/Pod/shipping-1 from shop/Deployment/shipping',
    ])
  })

  it('passes two causes that each have a quote of their own', () => {
    const own: Citation = { ...CHANGE, locator: 'object_versions#3', quote: 'kind: ReplicaSet', role: 'mechanism' }
    const second = claim({ entity: 'shop/Pod/shipping-1', for: [{ text: 'owned', citations: [own] }], explains: [] })

    expect(reasonsFor({ rootCauses: [claim({ explains: [] }), second] })).toEqual([])
  })

  it('refuses a diagnosis without a cause, and no_cause with one or without a reason', () => {
    expect(reasonsFor({ rootCauses: [] })).toEqual(['a diagnosis names at least one root cause'])
    expect(reasonsFor({ outcome: 'no_cause' })).toEqual(['no_cause names no root cause', 'no_cause says why'])
  })

  it('never says verified while a source has a hole, and names the hole', () => {
    const whole = validate(submission(), EVIDENCE, RUN)
    const broken = validate(submission(), holed({ status: 'error', code: 'telemetry_timeout', why: 'timed out after 5 s' }), RUN)

    expect(whole.passed && whole.diagnosis.rootCauses[0]?.confidenceWord).toBe('verified')
    expect(broken.passed && broken.diagnosis.rootCauses[0]?.confidenceWord).toBe('likely')
    expect(broken.passed && broken.diagnosis.notChecked).toEqual([{ source: 'single log records', why: 'timed out after 5 s' }])
  })

  it('names the first damaged records and counts the rest', () => {
    const problems = [1, 2, 3, 4, 5].map((record) => ({ where: 'otel_logs_raw.tsv', record, what: 'unreadable' }))

    const result = validate(submission(), holed(readingWith<never>([], 'nothing', { problems })), RUN)

    expect(result.passed && result.diagnosis.notChecked.map(({ why }) => why)).toEqual([
      'otel_logs_raw.tsv record 1: unreadable',
      'otel_logs_raw.tsv record 2: unreadable',
      'otel_logs_raw.tsv record 3: unreadable',
      'and 2 more problems',
    ])
  })

  it('says how many records of how many could not be read, and calls a cause verified when those are few', () => {
    const lost = (count: number, of: number) => [
      { where: 'otel_logs_raw.tsv', record: 7, what: 'damaged', unreadable: { count, of, unit: 'records' as const } },
    ]

    const few = validate(submission(), holed(readingWith<never>([], 'nothing', { problems: lost(1, 9551) })), RUN)
    const half = validate(submission(), holed(readingWith<never>([], 'nothing', { problems: lost(500, 1000) })), RUN)

    expect(few.passed && few.diagnosis.notChecked.map(({ why }) => why)).toContain(
      'otel_logs_raw.tsv record 7: damaged (1 of 9,551 records could not be read)',
    )
    expect(few.passed && few.diagnosis.rootCauses.map(({ confidenceWord }) => confidenceWord)).toEqual(['verified'])
    expect(half.passed && half.diagnosis.rootCauses.map(({ confidenceWord }) => confidenceWord)).toEqual(['likely'])
  })

  it('turns what cannot pass into inconclusive, with the reasons and without any name', () => {
    const refused = refuse(submission(), ['no reading names shop/Deployment/warehouse'], { evidence: EVIDENCE, run: RUN })

    expect(refused).toMatchObject({
      outcome: 'inconclusive',
      reasons: ['no reading names shop/Deployment/warehouse'],
      rootCauses: [],
      alternatives: [],
      ruledOut: [],
      proposedActions: [],
      receipts: [],
    })
  })
})
