import { describe, expect, it } from 'vitest'
import { wordFor } from '../../src/domain/confidence.ts'
import { reconcile } from '../../src/diagnosis/reconcile.ts'
import { MODEL_ONLY_WHY } from '../../src/domain/model-only.ts'
import type { Claim, Submission } from '../../src/domain/submission.ts'
import { aClaim, aSubmission } from '../support/submission.ts'

const A = aClaim({ entity: 'shop/Deployment/a', confidence: 0.97 })
const B = aClaim({ entity: 'shop/Deployment/b', confidence: 0.6 })
const C = aClaim({
  entity: 'shop/Deployment/c',
  confidence: 0.97,
  for: [
    { text: 'c was scaled to zero', citations: [{ evidenceId: 'E1', locator: 'c#1', quote: 'replicas: 0', role: 'change', at: null }] },
  ],
})
/** The engine says no more than this; docs/decisions/0010. */
const SUREST = 0.98
const WEAK = { ...A, confidence: 0.3 }

const proven = () => true
const unproven = () => false

function says(...rootCauses: readonly Claim[]): Submission {
  return aSubmission({ rootCauses })
}

function silent(outcome: 'no_cause' | 'inconclusive'): Submission {
  return aSubmission({ outcome, rootCauses: [], reasons: ['nothing separates them'] })
}

function named({ submission }: ReturnType<typeof reconcile>): readonly (readonly [string, number])[] {
  return submission.rootCauses.map(({ entity, confidence }) => [entity, confidence] as const)
}

function rivals({ submission }: ReturnType<typeof reconcile>): readonly string[] {
  return submission.alternatives.map(({ entity }) => entity)
}

// One test for each line of the table in docs/decisions/0020.
describe('diagnosis/reconcile', () => {
  it('keeps the engine’s confidence when both name the same', () => {
    expect(named(reconcile(says(B), says({ ...B, confidence: 1 }), proven))).toEqual([[B.entity, 0.6]])
  })

  it('makes a further cause of the model an alternative, however well it is proven', () => {
    const reconciled = reconcile(says(A), says(A, C), proven)

    expect([named(reconciled), rivals(reconciled)]).toEqual([[[A.entity, 0.97]], [C.entity]])
  })

  it('shows nothing as an alternative that the cause accounts for', () => {
    const reconciled = reconcile(says({ ...A, explains: [C.entity] }), says(A, C, B), proven)

    expect(rivals(reconciled)).toEqual([B.entity])
  })

  it('drops a second cause that only the engine names, unless it is verified', () => {
    expect(named(reconcile(says(A, B), says(A), proven))).toEqual([[A.entity, 0.97]])
    expect(named(reconcile(says(A, C), says(A), proven))).toEqual([
      [A.entity, 0.97],
      [C.entity, 0.97],
    ])
  })

  it('keeps a likely cause that the model disputes, less sure and with both named', () => {
    const reconciled = reconcile(says(B), says(C), proven)

    expect([named(reconciled), rivals(reconciled)]).toEqual([[[B.entity, 0.6 * 0.75]], [C.entity]])
    expect(reconciled.submission.reasons).toContainEqual(expect.stringContaining('the model says shop/Deployment/c'))
  })

  it('leaves no cause that the model disputes verified, however sure the engine is', () => {
    const [cause] = reconcile(says({ ...A, confidence: SUREST }), says(C), proven).submission.rootCauses

    expect(wordFor(cause?.confidence ?? 1, false)).toBe('likely')
  })

  it('takes the model’s cause over an unverified one, at half, where more than symptoms show it', () => {
    const reconciled = reconcile(says(WEAK), says(C, B), proven)

    expect([named(reconciled), rivals(reconciled)]).toEqual([[[C.entity, 0.5]], [A.entity, B.entity]])
    expect(named(reconcile(says(WEAK), says(C), unproven))).toEqual([[A.entity, 0.3 * 0.75]])
  })

  it('does not take a rival over an unverified cause on the receipts that the engine weighed already', () => {
    const receipt = (locator: string) => ({ evidenceId: 'E1' as const, locator, quote: 'x', role: 'mechanism' as const, at: null })
    const argument = (locator: string) => [{ text: 'it broke', citations: [receipt(locator)] }]
    const rival = { ...C, for: argument('logs#1'), wouldTellApart: 'its own log', missing: [{ text: 'no log says so', citations: [] }] }
    const engine = { ...says(WEAK), alternatives: [rival] }

    expect(named(reconcile(engine, says({ ...C, for: argument('logs#1') }), proven))).toEqual([[A.entity, 0.3 * 0.75]])
    expect(named(reconcile(engine, says({ ...C, for: argument('logs#2') }), proven))).toEqual([[C.entity, 0.5]])
  })

  it('says why in the engine’s features wherever the engine weighed the candidate, else that only the model names it', () => {
    const own = [{ feature: 'trace_stated' as const, value: 1, weight: 0.4, citations: [] }]
    const lacks = [{ text: 'it came 5 min after the first symptom', citations: [] }]
    const weighed = { ...C, wouldTellApart: 'its own log', why: own, missing: lacks }
    const byModel = { ...C, why: MODEL_ONLY_WHY }

    const known = reconcile({ ...says(WEAK), alternatives: [{ ...weighed, for: [] }] }, says(byModel), proven).submission
    const unknown = reconcile(says(WEAK), says(byModel), proven).submission

    expect(known.rootCauses.map(({ entity, why }) => [entity, why])).toEqual([[C.entity, own]])
    expect(unknown.rootCauses.map(({ entity, why }) => [entity, why])).toEqual([[C.entity, MODEL_ONLY_WHY]])
  })

  it('says of every rival what it lacks: as the engine found, that only the model names it, or that the model does not', () => {
    const lacks = [{ text: 'it came 5 min after the first symptom', citations: [] }]
    const engine = { ...says(A, B), alternatives: [{ ...C, wouldTellApart: 'its own log', missing: lacks }] }
    const D = aClaim({ entity: 'shop/Deployment/d', why: MODEL_ONLY_WHY })

    const { alternatives } = reconcile(engine, says(A, C, D), proven).submission

    expect(Object.fromEntries(alternatives.map(({ entity, missing }) => [entity, missing[0]?.text]))).toEqual({
      [C.entity]: 'it came 5 min after the first symptom',
      [D.entity]: 'The engine found no trace of it that it could weigh; only the model names it.',
      [B.entity]: 'The model read the same records and does not name it.',
    })
  })

  it('says of an adopted cause what its own first sentence says, not what the model summed up', () => {
    const reconciled = reconcile(silent('inconclusive'), aSubmission({ rootCauses: [C], summary: 'c and d broke' }), proven)

    expect(reconciled.submission.summary).toBe('shop/Deployment/c: c was scaled to zero')
  })

  it('invents nothing on a healthy system', () => {
    const reconciled = reconcile(silent('no_cause'), says(C), proven)

    expect([reconciled.submission.outcome, named(reconciled), rivals(reconciled)]).toEqual(['no_cause', [], [C.entity]])
  })

  it('fills an inconclusive answer only with a cause that more than symptoms show', () => {
    expect(named(reconcile(silent('inconclusive'), says(C), proven))).toEqual([[C.entity, 0.5]])
    expect(reconcile(silent('inconclusive'), says(C), unproven).submission.outcome).toBe('inconclusive')
  })

  it('leaves the engine’s answer alone where the model has none', () => {
    for (const model of [null, silent('inconclusive'), silent('no_cause')])
      expect(reconcile(says(A), model, proven)).toEqual({ submission: says(A), agreement: 'engine_only' })
  })
})
