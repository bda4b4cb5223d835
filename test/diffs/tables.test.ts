import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp'
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { BETWEEN, says, vocabulary } from '../../src/diffs/words.ts'
import { vocabularies } from '../support/vocabularies.ts'

const ways = (await vocabularies()).flatMap(({ file, vocabulary: { ways: own } }) => own.map((way) => ({ file, way })))
const patterns = ways.flatMap(({ file, way: [source, said, examples] }) =>
  typeof said === 'string' ? [] : [{ file, source, pattern: said, examples: examples.split(BETWEEN) }],
)

/** The pattern once for each alternative of each choice in it (not of what it only looks at), with that alternative and no other. */
function alternativesOf({ source, flags }: RegExp): readonly RegExp[] {
  const choices: AST.Alternative[] = []
  const isLookedAt = (node: AST.Node): boolean => node.type === 'Assertion' || (node.parent !== null && isLookedAt(node.parent))
  visitRegExpAST(new RegExpParser().parsePattern(source), {
    onAlternativeEnter: (node) => (node.parent.alternatives.length > 1 && !isLookedAt(node) ? choices.push(node) : undefined),
  })
  return choices.map(({ start, end, parent: { alternatives } }) => {
    const [first = 0, last = 0] = [alternatives[0]?.start, alternatives.at(-1)?.end]
    return new RegExp(source.slice(0, first) + source.slice(start, end) + source.slice(last), flags)
  })
}

describe('src/diffs/tables', () => {
  it('hold all vocabularies, so that these tests see them', () => {
    const elsewhere = globSync('src/diffs/**/*.ts').filter((file) => !file.startsWith('src/diffs/tables/') && file !== 'src/diffs/words.ts')

    expect(ways.length).toBeGreaterThan(150)
    expect(elsewhere.filter((file) => readFileSync(file, 'utf8').includes('vocabulary('))).toEqual([])
  })

  it('name a source for everything that is said', () => {
    expect(ways.filter(({ way: [source] }) => source.trim() === '')).toEqual([])
  })

  it('give examples that are found by the very row', () => {
    const missed = ways.flatMap(({ file, way }) =>
      way[2].split(BETWEEN).flatMap((example) => (says(vocabulary([way]), example) ? [] : [`${file}: ${way[0]}: ${example}`])),
    )

    expect(missed).toEqual([])
  })

  it('find each word as it is written', () => {
    const missed = ways.flatMap(({ file, way: [source, said, example] }) =>
      (typeof said === 'string' ? said.split(BETWEEN) : []).flatMap((word) =>
        says(vocabulary([[source, word, example]]), word.replaceAll('*', '')) ? [] : [`${file}: ${source}: ${word}`],
      ),
    )

    expect(missed).toEqual([])
  })

  it('give an example of each alternative of a pattern', () => {
    const missed = patterns.flatMap(({ file, source, pattern, examples }) =>
      alternativesOf(pattern).flatMap((one) =>
        examples.some((example) => one.test(example)) ? [] : [`${file}: ${source}: ${String(one)}`],
      ),
    )

    expect(missed).toEqual([])
  })
})
