import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { context, section } from '../../src/slack/blocks.ts'
import {
  clamp,
  clampLines,
  fallbacksOf,
  fitMessage,
  MAX_BLOCKS,
  MAX_MESSAGE_CHARACTERS,
  MAX_TEXT_CHARACTERS,
} from '../../src/slack/limits.ts'

describe('slack/limits', () => {
  it('never cuts inside a character and never exceeds the limit', () => {
    const isRight = fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, max) => {
      const cut = clamp(text, max)
      return cut.length <= max && cut.isWellFormed() === text.isWellFormed() && (text.length > max || cut === text)
    })

    expect(fc.check(isRight)).toMatchObject({ failed: false, counterexample: null })
  })

  it('keeps an emoji whole or leaves it out', () => {
    expect(clamp('ab👩‍🚒cd', 4)).toBe('ab…')
    expect(clamp('a👍b', 3)).toBe('a…')
    expect(clamp('a👍b', 4)).toBe('a👍b')
  })

  it('says how many lines it left out, and cuts a single one that is too long', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index}`)

    expect(clampLines(lines, 100)).toMatch(/line \d\n_… and \d+ more_$/)
    expect(clampLines(lines, 100).length).toBeLessThanOrEqual(100)
    expect(clampLines(['x'.repeat(500)], 100).length).toBeLessThanOrEqual(100)
    expect(clampLines(['short', 'lines'], 100)).toBe('short\nlines')
  })

  it('keeps any message within Slack limits, required blocks first, and says that it was shortened', () => {
    const required = { block: section('the cause'), dropOrder: 'required' as const }
    const optional = Array.from({ length: 80 }, (_, index) => ({ block: section(`${index} ${'x'.repeat(800)}`), dropOrder: index }))

    const message = fitMessage('t'.repeat(5000), [required, ...optional, { block: context('Not checked'), dropOrder: 'required' }])

    expect(message.blocks.length).toBeLessThanOrEqual(MAX_BLOCKS)
    expect(JSON.stringify(message.blocks).length).toBeLessThan(MAX_MESSAGE_CHARACTERS)
    expect(message.text.length).toBe(MAX_TEXT_CHARACTERS)
    expect(message.blocks[0]).toEqual(section('the cause'))
    expect(JSON.stringify(message.blocks)).toContain('Not checked')
    expect(JSON.stringify(message.blocks)).toContain('Shortened to fit Slack')
    expect(JSON.stringify(message.blocks)).toContain('"0 xxx')
    expect(JSON.stringify(message.blocks)).not.toContain('"79 xxx')
  })

  it('falls back to blocks that every server knows, then to text', () => {
    const table = { type: 'markdown', text: '| a |' } as const
    const message = { text: 'the result', blocks: [section('first'), table] }

    const [asBuilt, classic, textOnly] = fallbacksOf(message)

    expect(asBuilt).toBe(message)
    expect(classic?.blocks).toEqual([{ type: 'section', text: { type: 'mrkdwn', text: 'first', verbatim: true } }])
    expect(textOnly).toEqual({ text: 'the result', blocks: [] })
  })
})
