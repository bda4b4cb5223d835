import { describe, expect, it } from 'vitest'
import { buildRivalsModal } from '../../src/slack/details-modals.ts'
import { MAX_SECTION_CHARACTERS, MAX_VIEW_BLOCKS } from '../../src/slack/limits.ts'
import { whyTexts } from '../../src/slack/why-sections.ts'
import { blockText } from '../support/block-text.ts'
import { hostileDiagnosis } from '../support/hostile-diagnosis.ts'
import { aDiagnosis } from '../support/investigation.ts'

const RIVAL = {
  entity: 'shop/Service/basket' as const,
  mechanism: 'service_slow',
  confidence: 0.2,
  for: [{ text: 'it was slow', receipts: ['R1' as const] }],
  against: [],
  wouldTellApart: 'a slow basket on a calm day',
  why: [{ feature: 'trace_numbers', value: 1, weight: 0, receipts: [] }],
  missing: [
    { text: 'No record shows a fault of Service basket itself; what it shows may come from elsewhere.', receipts: [] },
    { text: 'It came 5 min after the first symptom; a cause is there first.', receipts: ['R1' as const] },
  ],
}

describe('slack/why-sections', () => {
  it('shows in the details what decided and what each rival lacked', () => {
    const view = buildRivalsModal(aDiagnosis({ alternatives: [RIVAL] }))

    expect(blockText(view)).toMatchInlineSnapshot(`
      "*Why this and not the others*
      The highest sum of points comes first.
      *shop/Deployment/orders*
      image pull failed, 0.51 points
      +0.51 a record states the failure and why (R1)
      *Not shop/Service/basket*
      service slow (0.20), 0.00 points
      • No record shows a fault of Service basket itself; what it shows may come from elsewhere.
      • It came 5 min after the first symptom; a cause is there first. (R1)
      for it: it was slow (R1)
      would tell apart: a slow basket on a calm day"
    `)
  })

  it('stays within what Slack takes, however much there is', () => {
    const long = { ...RIVAL, missing: Array.from({ length: 40 }, () => ({ text: 'x'.repeat(900), receipts: ['R1' as const] })) }
    const view = buildRivalsModal(aDiagnosis({ alternatives: Array.from({ length: 300 }, () => long) }))

    const texts = whyTexts(aDiagnosis({ alternatives: [long] }))
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(MAX_SECTION_CHARACTERS)
    expect(view.blocks).toHaveLength(MAX_VIEW_BLOCKS)
  })

  it('has nothing to say without a candidate, and says what came closest where none was named', () => {
    const nothing = { outcome: 'no_cause' as const, reasons: ['all is well'], rootCauses: [] }

    expect(whyTexts(aDiagnosis(nothing))).toEqual([])
    expect(whyTexts({ ...aDiagnosis(nothing), alternatives: [RIVAL] })[0]).toContain('*What came closest, and what it lacked*')
  })

  it('lets no text of others format, mention or start a line', () => {
    const text = whyTexts(hostileDiagnosis()).join('\n')

    expect(text).not.toContain('<!channel>')
    expect(text).not.toMatch(/<[@#!]/)
  })
})
