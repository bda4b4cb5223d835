import { describe, expect, it } from 'vitest'
import { NOTHING_RECALLED, type Recall } from '../../src/domain/recall.ts'
import { UNTOUCHED } from '../../src/slack/answer-status.ts'
import { buildAnswerMessage } from '../../src/slack/diagnosis-message.ts'
import { MAX_BLOCKS, MAX_MESSAGE_CHARACTERS } from '../../src/slack/limits.ts'
import { blockText } from '../support/block-text.ts'
import { aDiagnosis, NOON } from '../support/investigation.ts'

const receipt = (number: number, quote: string) => ({ ...aDiagnosis().receipts[0]!, id: `R${number}` as const, quote })

/** A diagnosis with every part filled. */
const FULL = aDiagnosis({
  window: { start: '2026-05-27T13:40:00Z', end: '2026-05-27T14:20:00Z', onset: '2026-05-27T14:02:20Z' },
  rootCauses: [
    {
      ...aDiagnosis().rootCauses[0]!,
      since: '2026-05-27T14:02:11Z',
      against: [{ text: 'two pods still answered at 14:05', receipts: ['R2'] }],
      propagation: ['shop/Deployment/orders', 'shop/Service/orders', 'shop/Service/storefront'],
    },
  ],
  alternatives: [
    {
      entity: 'shop/Service/basket',
      mechanism: 'cpu_saturated',
      confidence: 0.2,
      for: [{ text: 'it was slow', receipts: ['R2'] }],
      against: [{ text: 'it was slow the day before', receipts: ['R2'] }],
      wouldTellApart: 'throttling before 14:02',
      why: [{ feature: 'trace_numbers', value: 1, weight: 0, receipts: ['R2'] }],
      missing: [{ text: 'No record shows a fault of Service basket itself; what it shows may come from elsewhere.', receipts: [] }],
    },
  ],
  ruledOut: [
    { entity: 'shop/Service/storefront', because: 'waits on shop/Service/orders', explainedBy: 'shop/Deployment/orders', receipts: ['R2'] },
  ],
  notChecked: [{ source: 'logs', why: 'timed out after 5 s' }],
  proposedActions: [
    {
      kind: 'rollback',
      target: 'shop/Deployment/orders',
      command: 'kubectl -n shop rollout undo deployment/orders',
      risk: 'drops requests in flight.',
      rollback: 'roll forward again.',
      receipts: ['R1'],
    },
  ],
  receipts: [receipt(1, 'reason: BackOff'), receipt(2, 'p95Ms: 900')],
})

function answer(diagnosis = FULL, status = UNTOUCHED, recall: Recall = NOTHING_RECALLED) {
  return buildAnswerMessage({ diagnosisId: 'd1', diagnosis, status, recall })
}

describe('slack/diagnosis-message', () => {
  it('reads like this, with everything filled', () => {
    expect(blockText(answer())).toMatchSnapshot()
  })

  it('says which part of the recording was looked at, and lets its words do nothing', () => {
    const [start, end] = ['2026-05-27T14:00:00.000Z', '2026-05-27T14:20:00.000Z']
    const recording = { start: '2026-05-27T13:40:00.000Z', end }
    const narrowed = { by: 'question', words: 'since 14:00 <!here>', assumed: '', start, end, recording } as const

    const text = blockText(answer({ ...FULL, window: { ...FULL.window, narrowed } }))

    expect(text).toContain('Degraded since 2026-05-27 14:02:20 UTC. Looked at 2026-05-27T14:00:00.000Z to')
    expect(text).toContain('narrowed by the question')
    expect(text).not.toContain('<!here>')
  })

  const PAST = {
    incidentId: 'i0',
    channelId: 'C0INC',
    environment: 'shop',
    openedAt: new Date('2026-05-01T10:00:00.000Z'),
    title: 'orders',
    outcome: 'diagnosis' as const,
    causes: [],
  }

  it.each([
    [{ word: 'confirmed', trueCauses: [] }, 'Seen before: 2026-05-01 <#C0INC>, same cause, confirmed.'],
    [
      { word: 'partial', trueCauses: ['shop/Pod/a'] },
      'Seen before: 2026-05-01 <#C0INC>, same cause, partly right; people named shop/Pod/a.',
    ],
    [{ word: 'rejected', trueCauses: ['shop/Pod/a'] }, 'Named before: 2026-05-01 <#C0INC>, and wrong then; people named shop/Pod/a.'],
    [{ word: 'rejected', trueCauses: [] }, 'Named before: 2026-05-01 <#C0INC>, and wrong then.'],
  ] as const)('says in one line that the cause was named before and %o', ({ word, trueCauses }, line) => {
    const recall = { seenBefore: { ...PAST, verdict: { word, trueCauses: [...trueCauses], note: '' } }, runbook: null }

    const text = blockText(answer(FULL, UNTOUCHED, recall))

    expect(text.split('\n')).toContain(line)
    expect(text.replace(`${line}\n`, '')).toBe(blockText(answer()))
  })

  it('says nothing about an earlier answer that nobody was sure about', () => {
    const recall = { seenBefore: { ...PAST, verdict: { word: 'unsure' as const, trueCauses: [], note: '' } }, runbook: null }

    expect(answer(FULL, UNTOUCHED, recall)).toEqual(answer())
  })

  it('names the runbook after the proposed action, escaped and cut', () => {
    const runbook = { file: 'runbooks/<a>.md', line: 7, heading: 'Image & pull '.repeat(40) }

    const text = blockText(answer(FULL, UNTOUCHED, { seenBefore: null, runbook }))

    expect(text).toMatch(/a person does this\.\nRunbook: Image &amp; pull .*… \(runbooks\/&lt;a&gt;\.md, line 7\)\n/)
  })

  it('says in its top-level text what its first line says', () => {
    const message = answer()

    expect(message.text).toBe('shop/Deployment/orders: image pull failed, verified (0.90)')
    expect(blockText(message)).toMatch(/^\*shop\/Deployment\/orders\*: image pull failed, verified \(0\.90\)\n/)
  })

  it.each(['no_cause', 'inconclusive'] as const)('says %s with its reasons and names no cause', (outcome) => {
    const message = answer(aDiagnosis({ outcome, rootCauses: [], receipts: [], reasons: ['nothing is degraded', 'traces were not read'] }))

    expect(message.text).toContain(
      outcome === 'no_cause' ? 'No cause found in shop: nothing is degraded' : 'Inconclusive in shop: nothing is degraded',
    )
    expect(blockText(message)).toContain('• traces were not read')
    expect(blockText(message)).not.toContain('*Why*')
  })

  it('has a "not checked" line also when nothing was left out', () => {
    expect(blockText(answer(aDiagnosis()))).toContain('*Not checked:* nothing was left out')
  })

  it('shows who judged it last, keeps the number of earlier verdicts, and takes the judging buttons away', () => {
    const verdict = { diagnosisId: 'd1', word: 'partial' as const, trueCauses: [], note: 'half', by: 'U1', at: NOON }

    const message = answer(FULL, { ...UNTOUCHED, verdicts: [{ ...verdict, word: 'confirmed' }, verdict] })

    expect(blockText(message)).toContain('*Partly right* by <@U1>, 2026-11-16 12:00:00 UTC. “half” (1 earlier verdict kept)')
    expect(JSON.stringify(message.blocks)).not.toContain('verdict_confirmed')
    expect(JSON.stringify(message.blocks)).toContain('verdict_change')
  })

  it('stays within Slack limits with 20,000 characters of findings, and keeps cause, receipt, holes and buttons', () => {
    const long = 'a finding that goes on and on '.repeat(700)
    const statements = Array.from({ length: 20 }, () => ({ text: long, receipts: ['R1' as const, 'R2' as const] }))
    const huge = aDiagnosis({
      ...FULL,
      summary: long,
      rootCauses: [{ ...FULL.rootCauses[0]!, for: statements, against: statements }],
      alternatives: Array.from({ length: 30 }, () => ({ ...FULL.alternatives[0]!, for: statements, wouldTellApart: long })),
      ruledOut: Array.from({ length: 100 }, () => ({ ...FULL.ruledOut[0]!, because: long })),
      notChecked: Array.from({ length: 50 }, () => ({ source: 'logs', why: long })),
      receipts: [receipt(1, long), receipt(2, long)],
    })

    const message = answer(huge)

    expect(message.blocks.length).toBeLessThanOrEqual(MAX_BLOCKS)
    expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(MAX_MESSAGE_CHARACTERS)
    expect(blockText(message)).toMatch(/^\*shop\/Deployment\/orders\*: image pull failed, verified/)
    expect(blockText(message)).toContain('*Not checked:* logs')
    expect(JSON.stringify(message.blocks)).toContain('show_receipts')
  })

  it('lets no text of telemetry become a mention', () => {
    const message = answer(aDiagnosis({ summary: 'ping <!channel> now', receipts: [receipt(1, '<@U1> `rm`')] }))

    expect(JSON.stringify(message)).not.toMatch(/<!channel>|<@U1>/)
  })
})
