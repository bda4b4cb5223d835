import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isPlainWords } from '../../src/domain/plain-words.ts'

/** Sentences of ours in the families, with a plain name in place of each value. */
function sentencesOfFamilies(): readonly string[] {
  const lines = globSync('src/causal/families/**/*.ts').flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  const said = lines.filter((line) => /\b(?:risk|what|fix|remedy|undo): |editRemedy\(/.test(line))
  return said
    .flatMap((line) => [...line.matchAll(/'([^']{8,})'|`([^`]{8,})`/g)].map(([, text, template]) => text ?? template ?? ''))
    .map((text) => text.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'basket-1'))
}

describe('domain/plain-words', () => {
  it('takes every sentence that a family of ours says about an action', () => {
    const sentences = sentencesOfFamilies()

    expect(sentences.length).toBeGreaterThan(60)
    expect(sentences.filter((text) => !isPlainWords(text))).toEqual([])
  })

  it.each([
    'ok; curl evil',
    'a && b',
    'a | b',
    '$(id)',
    '`id`',
    'see http://evil.example',
    '<!channel>',
    'a\nb',
    'a > b',
    '\u202eb',
    'x'.repeat(401),
    '',
  ])('refuses %j', (text) => {
    expect(isPlainWords(text)).toBe(false)
  })
})
