import { describe, expect, it } from 'vitest'
import { findHazards } from '../src/diffs/find-hazards.ts'
import { instructionLike } from '../src/domain/instruction-like.ts'
import { isQuotedFrom } from '../src/domain/quotation.ts'
import { entitiesIn, searchWords } from '../src/domain/search-words.ts'
import { findChannelRule } from '../src/investigation/channel-rule.ts'
import { templateOf } from '../src/telemetry/shared/log-template.ts'
import { growthOf } from './support/patterns/growth.ts'

/** Up to 200,000 characters. */
const LENGTHS = [1_000, 10_000, 50_000]
/** Up to 3,600 lines; 4,000 of a diff are read. */
const LINES = [90, 900]

function hazards(changed: string): void {
  for (const path of ['src/Order.java', 'values.yaml']) {
    findHazards([`--- a/${path}`, `+++ b/${path}`, '@@ -1,9 +1,9 @@ class Order', changed].join('\n'), [path])
  }
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n')
}

const LONG_LINES: readonly string[] = [
  'private final ',
  'a.',
  'a(',
  'a=1,',
  ' ',
  '"a\\"',
  'if ( ',
  'max = 5 ',
  'static x: ',
  'UPDATE a SET ',
  'WithLabelValues(',
  '((',
  'func (',
  '</a',
]

describe('hostile text', { timeout: 180_000 }, () => {
  it.each(LONG_LINES)('takes linear time when one line of a diff is nothing but %j', (part) => {
    expect(
      growthOf(hazards, (length) => `+${part.repeat(length / part.length)}\n-${part.repeat(length / part.length)}!`, LENGTHS),
    ).toBeNull()
  })

  it.each([
    ['settings', (at: number) => `-limit_${at} = ${at}\n+limit_${at} = NAME_${at}\n+NAME_${at} = ${at + 9}`],
    ['calls', (at: number) => `-  send${at}(order, token${at})\n+  send${at}(order)`],
    ['conditions', (at: number) => `-  if (a${at} > ${at} && ok) {\n+  if (a${at} >= ${at} && ok) {`],
    ['the same condition', () => '-  if (a && ok) {\n+  if (a || !ok) {'],
    ['names and values', (at: number) => `-  key${at}: value\n+  name${at}: value`],
    ['numbers with units', (at: number) => `-  wait ${at + 1000} seconds for it\n+  wait ${at + 1000} ms`],
    ['pinned packages', (at: number) => `-  "package-${at}": "1.0.${at}",\n+  "package-${at}": "2.0.${at}",`],
    ['types', (at: number) => `-  int64 field_${at} = ${at};\n+  int32 field_${at} = ${at};`],
    ['files', (at: number) => `--- a/f${at}.py\n+++ b/f${at}.py\n@@ x\n+limit${at} = 4\n-limit${at + 1} = 5`],
  ])('takes linear time on a diff of many %s', (_name, line) => {
    expect(growthOf(hazards, (count) => lines(count / 3, line), LINES)).toBeNull()
  })

  it.each([' ', 'a', '#', 'ignore ', 'talimat', '{"role":', '[', 'name/Kind/', '.'])(
    'takes linear time when a message is nothing but %j',
    (part) => {
      const spell = (length: number) => part.repeat(length / part.length)
      const readers = [
        (message: string) => instructionLike({ message }),
        (message: string) => isQuotedFrom('not there', { message }),
        searchWords,
        entitiesIn,
        templateOf,
      ]

      expect(readers.map((read) => growthOf(read, spell, LENGTHS))).toEqual(readers.map(() => null))
    },
  )

  it('takes linear time on a rule with any number of stars', () => {
    const rules = [{ environment: 'shop', match: `${'*a'.repeat(30)}!` }]

    expect(
      growthOf(
        (name) => findChannelRule(rules, { id: 'C1', name }),
        (length) => 'a'.repeat(length),
        LENGTHS,
      ),
    ).toBeNull()
  })
})
