import { describe, expect, it } from 'vitest'
import { buildPacket } from '../../src/escalation/packet.ts'
import { aDiagnosis } from '../support/investigation.ts'

describe('escalation/packet', () => {
  it('orders the timeline by time and names causes before rivals', () => {
    const base = aDiagnosis()
    const diagnosis = aDiagnosis({
      window: { start: null, end: null, onset: '2026-05-27T14:02:20Z' },
      rootCauses: [{ ...base.rootCauses[0]!, since: '2026-05-27T14:02:11Z' }],
      receipts: [{ ...base.receipts[0]!, at: '2026-05-27T14:02:15Z' }],
      alternatives: [
        {
          entity: 'shop/Service/basket',
          mechanism: 'cpu_saturated',
          confidence: 0.2,
          for: [],
          against: [],
          wouldTellApart: 'throttling before onset',
          why: [],
          missing: [],
        },
      ],
    })

    const packet = buildPacket({ title: 'checkout fails', by: 'U1', diagnosis })

    expect(packet.timeline.map(({ at }) => at)).toEqual(['2026-05-27T14:02:11Z', '2026-05-27T14:02:15Z', '2026-05-27T14:02:20Z'])
    expect(packet.candidates.map(({ entity, isRootCause }) => [entity, isRootCause])).toEqual([
      ['shop/Deployment/orders', true],
      ['shop/Service/basket', false],
    ])
    expect(packet.nextChecks[0]).toBe('Tell shop/Service/basket apart: throttling before onset')
  })

  it('always names three next checks, also when the diagnosis gives none', () => {
    const diagnosis = aDiagnosis({ outcome: 'inconclusive', rootCauses: [], receipts: [], reasons: ['the candidates tie'] })

    const packet = buildPacket({ title: 'checkout fails', by: 'U1', diagnosis })

    expect(packet.nextChecks).toHaveLength(3)
    expect(packet.openQuestions).toContain('the candidates tie')
    expect(packet.timeline).toEqual([])
  })
})
