import { describe, expect, it } from 'vitest'
import { NO_STATS, type FollowUpAnswer } from '../../src/domain/follow-up.ts'
import { buildFollowUpMessage } from '../../src/slack/follow-up-message.ts'
import { MAX_BLOCKS, MAX_MESSAGE_CHARACTERS } from '../../src/slack/limits.ts'
import { blockText } from '../support/block-text.ts'
import { aDiagnosis } from '../support/investigation.ts'

function anAnswer(overrides: Partial<FollowUpAnswer> = {}): FollowUpAnswer {
  return {
    schema: 'firstcause.follow-up/1',
    kind: 'answered',
    lead: 'shop/Deployment/orders is named as the cause.',
    points: [{ text: 'its pods back off', receipts: ['R1'] }],
    notes: ['Tried to prove it wrong with E4.'],
    receipts: aDiagnosis().receipts,
    model: null,
    diagnosis: null,
    stats: NO_STATS,
    ...overrides,
  }
}

describe('src/slack/follow-up-message', () => {
  it('says the answer first and each point with its receipt', () => {
    const message = buildFollowUpMessage(anAnswer())

    expect(message.text).toBe('shop/Deployment/orders is named as the cause.')
    expect(blockText(message)).toBe(
      [
        'shop/Deployment/orders is named as the cause.',
        '• its pods back off (R1)\n> *R1* kubernetes, time unknown: `reason: BackOff` at `events#2`',
        'Tried to prove it wrong with E4.',
        'Answered from the recorded evidence (evidence engine, no model used).',
      ].join('\n'),
    )
  })

  it('shows after a statement what the answer is now', () => {
    const message = buildFollowUpMessage(anAnswer({ kind: 'stated', diagnosis: aDiagnosis() }))

    expect(blockText(message)).toContain('*After your statement*')
    expect(blockText(message)).toContain('Now: shop/Deployment/orders, verified (0.90).')
  })

  it('makes nothing of what people or telemetry wrote a mention, a link or formatting', () => {
    const hostile = '<!channel> *bold* <https://evil.example|click>'
    const receipts = aDiagnosis().receipts.map((receipt) => ({ ...receipt, quote: hostile }))

    const text = blockText(buildFollowUpMessage(anAnswer({ lead: hostile, notes: [hostile], receipts })))

    expect(text).not.toMatch(/<!channel>|<https:/)
  })

  it('stays within Slack’s limits however much there is to say', () => {
    const points = Array.from({ length: 40 }, () => ({ text: 'x'.repeat(5000), receipts: ['R1' as const] }))

    const message = buildFollowUpMessage(
      anAnswer({ lead: 'y'.repeat(20_000), points, notes: Array.from({ length: 90 }, () => 'z'.repeat(500)) }),
    )

    expect(message.blocks.length).toBeLessThanOrEqual(MAX_BLOCKS)
    expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(MAX_MESSAGE_CHARACTERS)
  })
})
