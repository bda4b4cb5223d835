import { describe, expect, it } from 'vitest'
import { isName, nameOr, type NameGrammar } from '../../src/domain/command-names.ts'
import { HOSTILE_NAMES } from '../support/hostile-text.ts'

const GOOD: readonly (readonly [NameGrammar, string])[] = [
  ['objectName', 'basket-7d9f.v2'],
  ['namespace', 'shop'],
  ['kind', 'networkpolicy'],
  ['labelKey', 'app.kubernetes.io/name'],
  ['labelKey', 'count/deployments.apps'],
  ['labelValue', ''],
  ['labelValue', 'v1.2_x'],
  ['commitId', '8f1116b'],
  ['flagKey', 'checkout.fastPath'],
  ['replicas', '12'],
  ['variableName', 'QUOTE_ADDR'],
  ['unitName', 'kubelet.service'],
  ['plainName', '*.shop.example.com'],
  ['plainName', 'us-east-1'],
]
const BAD: readonly (readonly [NameGrammar, string])[] = [
  ['objectName', 'Basket'],
  ['objectName', '-basket'],
  ['objectName', 'basket-'],
  ['objectName', 'basket.'],
  ['namespace', 'a.b'],
  ['commitId', '8f1116'],
  ['commitId', 'a'.repeat(65)],
  ['commitId', 'main'],
  ['replicas', '1e9'],
  ['labelValue', '-a'],
  ['variableName', '1A'],
]
const GRAMMARS = [...new Set([...GOOD, ...BAD].map(([grammar]) => grammar))]
/** A letter repeated is a fine name of some kinds, and an empty value is one of a label. */
const SHAPELESS = new Set(['', 'a'.repeat(400)])

describe('domain/command-names', () => {
  it.each(GOOD)('takes as %s: %s', (grammar, name) => {
    expect(isName(grammar, name)).toBe(true)
  })

  it.each(BAD)('does not take as %s: %s', (grammar, name) => {
    expect(isName(grammar, name)).toBe(false)
  })

  it.each(GRAMMARS)('takes no hostile text as %s', (grammar) => {
    expect(HOSTILE_NAMES.filter((name) => !SHAPELESS.has(name) && isName(grammar, name))).toEqual([])
  })

  it('does not take a name with a line break behind it', () => {
    expect(GRAMMARS.filter((grammar) => isName(grammar, 'abcdef1\n'))).toEqual([])
  })

  it('stands in other words for what is no name', () => {
    expect(nameOr('flagKey', '$(reboot)', 'the flag')).toBe('the flag')
    expect(nameOr('flagKey', null, 'the flag')).toBe('the flag')
    expect(nameOr('flagKey', 'fast', 'the flag')).toBe('fast')
  })
})
