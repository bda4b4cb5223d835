import { describe, expect, it } from 'vitest'
import { escapeText, inlineCode, mention, prose } from '../../src/slack/escape.ts'

describe('slack/escape', () => {
  it('lets no text from outside become a mention or a link', () => {
    expect(escapeText('<!channel> & <https://evil.example|click>')).toBe('&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;')
    expect(prose('<@U123> *bold*')).not.toMatch(/<@|\*bold\*/)
  })

  it('keeps quoted text inside its code span, on one line', () => {
    expect(inlineCode('a `b`\n*c* <d>')).toBe("`a 'b' *c* &lt;d&gt;`")
    expect(inlineCode('  ')).toBe('')
  })

  it('mentions Slack users only', () => {
    expect(mention('U0FIRST0AVA')).toBe('<@U0FIRST0AVA>')
    expect(mention('cli')).toBe('cli')
    expect(mention('U1>|<!here')).toBe('U1&gt;|&lt;!here')
  })
})
