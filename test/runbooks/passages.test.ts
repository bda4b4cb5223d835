import { describe, expect, it } from 'vitest'
import { MAX_PASSAGE_CHARACTERS, splitPassages } from '../../src/runbooks/passages.ts'

const MARKDOWN = `Everybody reads this first.

# Orders

## Image cannot be pulled ##

Look at the registry.

\`\`\`sh
# not a heading
kubectl get pods
\`\`\`

## Empty

# Quotes
Call the provider.
`

describe('src/runbooks/passages', () => {
  it('makes a passage of each heading with text under it, with the headings above it and its line', () => {
    expect(splitPassages('runbooks/shop.md', MARKDOWN)).toEqual([
      { file: 'runbooks/shop.md', heading: 'runbooks/shop.md', line: 1, text: 'Everybody reads this first.' },
      {
        file: 'runbooks/shop.md',
        heading: 'Orders > Image cannot be pulled',
        line: 5,
        text: 'Look at the registry.\n\n```sh\n# not a heading\nkubectl get pods\n```',
      },
      { file: 'runbooks/shop.md', heading: 'Quotes', line: 16, text: 'Call the provider.' },
    ])
  })

  it('keeps a code block open until its own end', () => {
    const text = '# A\n````\n```\n# inside\n```\n````\n# B\ntext'

    expect(splitPassages('a.md', text).map(({ heading }) => heading)).toEqual(['A', 'B'])
  })

  it('reads lines that end as on Windows', () => {
    expect(splitPassages('a.md', '# A\r\none\r\n# B\r\ntwo\r\n').map(({ heading, text }) => [heading, text])).toEqual([
      ['A', 'one'],
      ['B', 'two'],
    ])
  })

  it('cuts a long section between lines, and says where each part begins', () => {
    const lines = Array.from({ length: 100 }, (_none, n) => `step ${n} ${'x'.repeat(40)}`)

    const passages = splitPassages('a.md', `# Long\n${lines.join('\n')}`)

    expect(passages.length).toBeGreaterThan(3)
    expect(passages.map(({ text }) => text).join('\n')).toBe(lines.join('\n'))
    expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(MAX_PASSAGE_CHARACTERS)
    for (const { line, text } of passages.slice(1)) expect(text.split('\n')[0]).toBe(lines[line - 2])
  })

  it('cuts a line without an end', () => {
    const passages = splitPassages('a.txt', 'x'.repeat(5000))

    expect(passages.map(({ text }) => text).join('')).toBe('x'.repeat(5000))
    expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(MAX_PASSAGE_CHARACTERS)
  })

  it('finds nothing in a text without words', () => {
    expect(splitPassages('a.md', '')).toEqual([])
    expect(splitPassages('a.md', '# Only\n\n## Headings\n')).toEqual([])
  })
})
