import { describe, expect, it } from 'vitest'
import { renderDisplay, renderText } from '../../../src/local-slack/page/render-display.ts'
import type { JsonObject } from '../../../src/local-slack/model.ts'

const realm = { workspace: { users: [{ id: 'U1', name: 'ava' }], channels: new Map() } } as never
const words = (html: string) => html.replaceAll(/<[^>]*>/g, '').replaceAll('&quot;', '"')
const draw = (block: object) => renderDisplay(realm, block as JsonObject).text

describe('local-slack/page/render-display', () => {
  it.each(['failed at 14:02:11.077', '{"level":50,"msg":"GET /"}', 'shop::orders::checkout', 'a b_c_d e', 'ratio 1:2:3'])(
    'leaves %s as it was written',
    (text) => {
      expect(words(renderText(realm, { type: 'mrkdwn', text }).text)).toBe(text)
    },
  )

  it('draws emoji it knows and keeps the words of those it does not', () => {
    expect(words(renderText(realm, { type: 'mrkdwn', text: ':rocket: and :our_own:' }).text)).toBe('🚀 and :our_own:')
  })

  it('draws the marks of a verbatim text, and makes no link or mention of what only looks like one', () => {
    const text = '*bold* http://evil.example @here #esc a@evil.example mailto:a@evil.example <https://good.example|ours> `@here`'

    const { text: html } = renderText(realm, { type: 'mrkdwn', text, verbatim: true })

    expect(html).toContain('<strong>')
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(['https://good.example'])
    expect(words(html).replaceAll('\u200b', '').replaceAll(/\s/g, ' ')).toBe(
      'bold http://evil.example @here #esc a@evil.example mailto:a@evil.example ours @here',
    )
    expect(html).not.toMatch(/<span[^>]+>@/)
    expect(renderText(realm, { type: 'mrkdwn', text: 'http://evil.example' }).text).toContain('<a ')
  })

  it('draws what is escaped as it was written', () => {
    const { text: html } = renderText(realm, { type: 'mrkdwn', text: '&lt;!channel&gt; &lt;@U1&gt; &amp;lt;!here&amp;gt;' })

    expect(html).not.toMatch(/slack_(?:broadcast|user)/)
    expect(words(html).replaceAll('\u200b', '').replaceAll(/\s+/g, ' ')).toContain('&lt;!channel&gt; &lt;@U1&gt;')
  })

  it('draws no picture in a plain text that wants none', () => {
    expect(words(draw({ type: 'header', text: { type: 'plain_text', text: 'at :x:', emoji: false } })).replaceAll('\u200b', '')).toBe(
      'at :x:',
    )
  })

  it('draws number cells and data tables, which the library alone would not', () => {
    const rows = [[{ type: 'raw_text', text: 'calls' }], [{ type: 'raw_number', value: 312 }]]

    expect(words(draw({ type: 'table', rows }))).toBe('calls312')
    expect(words(draw({ type: 'data_table', caption: 'a', rows }))).toBe('calls312')
  })

  it.each([
    ['an unknown type', { type: 'marquee' }],
    ['a block that makes the library throw', { type: 'table', rows: [[null]] }],
  ])('puts a sentence in the place of %s', (_, block) => {
    expect(draw(block)).toBe(`<p class="not-drawn">A ${block.type} block that this page cannot draw.</p>`)
  })

  it('repeats no id and loads nothing from elsewhere', () => {
    const html = draw({ type: 'section', text: { type: 'mrkdwn', text: '<@U1> <https://example.com/a|a>' } })

    expect(html).not.toMatch(/ id=|<link|<img/)
    expect(html).toContain('@ava')
    expect(html).toContain('rel="noreferrer noopener"')
  })
})
