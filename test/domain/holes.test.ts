import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/domain/evidence.ts'
import { CAPPING_SHARE, hiddenShare, holeWeight } from '../../src/domain/holes.ts'
import { readingWith, type Problem, type Reading } from '../../src/domain/reading.ts'

function evidenceOf(reading: Reading<never>, kind: 'kubernetes_events' | 'call_failures' = 'kubernetes_events'): Evidence {
  const at = new Date('2026-05-27T14:00:00Z')
  return { id: 'E1', query: { kind }, source: 'kubernetes', reading, askedAt: at, answeredAt: at, contentHash: '' }
}

function withProblems(...problems: readonly Problem[]): Evidence {
  return evidenceOf(readingWith<never>([], 'nothing', { problems }))
}

function lost(count: number, of: number): Problem {
  return { where: 'k8s_events_raw.tsv', record: null, what: 'damaged', unreadable: { count, of, unit: 'records' } }
}

describe('domain/holes', () => {
  it('hides nothing when a source has no such records', () => {
    expect(hiddenShare(withProblems())).toBe(0)
  })

  it('hides everything when a source failed, was cut at a limit, or nobody can say how much is lost', () => {
    const cut: Reading<never> = readingWith<never>([], 'cut', { truncated: { limit: 'rows', leftOut: 1 } })

    expect(hiddenShare(evidenceOf({ status: 'error', code: 'telemetry_failed', why: '503' }))).toBe(1)
    expect(hiddenShare(evidenceOf(cut))).toBe(1)
    expect(hiddenShare(withProblems({ where: 'logs', record: null, what: 'the file was cut' }))).toBe(1)
  })

  it('hides nothing more where records are looked at once more', () => {
    const cut: Reading<never> = { status: 'incomplete', rows: [], truncated: { limit: 'rows', leftOut: 1 }, problems: [], why: null }

    expect(hiddenShare(evidenceOf(cut, 'call_failures'))).toBe(0)
  })

  it('hides the share that was counted, over all problems, and never more than everything', () => {
    expect(hiddenShare(withProblems(lost(1, 9551)))).toBeCloseTo(1 / 9551)
    expect(hiddenShare(withProblems(lost(10, 100), lost(20, 100)))).toBeCloseTo(0.3)
    expect(hiddenShare(withProblems(lost(90, 100), lost(90, 100)))).toBe(1)
  })

  it('weighs one record of ten thousand next to nothing, and half a table like a missing source', () => {
    expect(holeWeight(1 / 9551)).toBeLessThan(0.003)
    expect(1 / 9551).toBeLessThan(CAPPING_SHARE)
    expect(holeWeight(0.5)).toBe(1)
  })
})
