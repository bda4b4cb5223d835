import { describe, expect, it } from 'vitest'
import { wrapLine } from '../../src/cli/wrap-line.ts'

describe('cli/wrap-line', () => {
  it('breaks between words and indents what follows', () => {
    expect(wrapLine('  - one two three', 4, 10)).toBe('  - one\n    two\n    three')
  })

  it('leaves a word whole that is wider than the terminal', () => {
    expect(wrapLine('a shop/Deployment/with-a-long-name', 2, 10)).toBe('a\n  shop/Deployment/with-a-long-name')
  })

  it('leaves a short line as it is', () => {
    expect(wrapLine('short', 2, 10)).toBe('short')
  })
})
