import { describe, expect, it } from 'vitest'
import { readMentionKind, recogniseClauses } from '../../../src/investigation/follow-up/mention-kind.ts'
import { STATEMENT_PATTERNS } from '../../../src/investigation/follow-up/statement-patterns.ts'

/** One or more ways to say it for each pattern of the table, by its name, with the words that may name what it is about. */
const SAID: Readonly<Record<string, readonly (readonly [words: string, rest: string])[]>> = {
  'it did not help': [
    ["that didn't help", ''],
    ['it has not changed', ''],
  ],
  'no change': [
    ['no effect', ''],
    ['it made no difference', ''],
  ],
  'it is still failing': [
    ['checkout is still failing', ''],
    ['we still see errors', ''],
  ],
  'that helped': [
    ['that fixed it', ''],
    ['it seems to have helped', ''],
  ],
  'rollback, done to it': [
    ['payments was rolled back', 'payments'],
    ['the last release has been reverted', 'the last release'],
  ],
  'rollback, done by somebody': [
    ['we rolled back payments', 'payments'],
    ['rolling back', ''],
    ['I reverted shop/ConfigMap/flags', 'shop/ConfigMap/flags'],
  ],
  'rollback, verb around it': [['we rolled payments back', 'payments']],
  'switch_off, done to it': [['flag fastQuotes was turned off', 'flag fastQuotes']],
  'switch_off, done by somebody': [
    ['we disabled fastQuotes', 'fastQuotes'],
    ['somebody switched off the flag', 'the flag'],
  ],
  'switch_off, verb around it': [['we turned fastQuotes off', 'fastQuotes']],
  'switch_on, done to it': [['fastQuotes was enabled', 'fastQuotes']],
  'switch_on, done by somebody': [['we turned on fastQuotes', 'fastQuotes']],
  'switch_on, verb around it': [['they switched fastQuotes on', 'fastQuotes']],
  'restart, done to it': [['payments was restarted', 'payments']],
  'restart, done by somebody': [['we bounced the payments pods', 'the payments pods']],
  'scale, done to it': [['payments was scaled up', 'payments']],
  'scale, done by somebody': [['we scaled payments to 5', 'payments to 5']],
  'failover, done to it': [['node-3 was drained', 'node-3']],
  'failover, done by somebody': [['we failed over the database', 'the database']],
  'deploy, done to it': [['payments was upgraded', 'payments']],
  'deploy, done by somebody': [['we shipped payments 1.4', 'payments 1.4']],
  'it is not that': [
    ['it is definitely not the database', 'the database'],
    ['the cause is not payments', 'payments'],
  ],
  'it isn’t that': [["it isn't payments", 'payments']],
  'that is not the cause': [
    ['payments is not the cause', 'payments'],
    ["the cache isn't to blame", 'the cache'],
  ],
  'not because of that': [['we fail not because of payments', 'payments']],
  'ruled out': [['we ruled out payments', 'payments']],
  'that is fine': [['the database looks healthy', 'the database']],
  'that is the cause': [['payments is the root cause', 'payments']],
  'caused by that': [['this is caused by payments', 'payments']],
  'it is that': [['it is the database', 'database']],
  'it started': [
    ['it started', ''],
    ['the first errors began', ''],
  ],
  'we first saw it': [
    ['we first noticed trouble', ''],
    ['checkout has been failing since', ''],
  ],
  'it is over': [
    ['the errors stopped', ''],
    ['it recovered', ''],
  ],
  'it is fine again': [
    ['everything looks good now', ''],
    ['all clear', ''],
  ],
  'change, done to it': [['the limit was raised', 'the limit']],
  'change, done by somebody': [['we patched the gateway', 'the gateway']],
}

describe('src/investigation/follow-up/statement-patterns', () => {
  it.each(STATEMENT_PATTERNS.map((pattern) => [pattern.name, pattern] as const))(
    '“%s” is recognised with what it is about',
    (name, pattern) => {
      const examples = SAID[name] ?? []

      const found = examples.map(([words]) => recogniseClauses(words).map((clause) => [clause.pattern.name, clause.rest]))

      expect(examples).not.toHaveLength(0)
      expect(found).toEqual(examples.map(([, rest]) => [[pattern.name, rest]]))
    },
  )

  it.each([
    'we have not rolled back yet',
    "we haven't restarted payments",
    'we will roll back payments',
    'we are going to turn it off, it should be disabled by noon',
    'if payments was restarted it may recover',
    'nobody deployed anything',
    'payments was not rolled back',
    'nothing changed',
    'we should have rolled back',
  ])('“%s” is no deed', (words) => {
    expect(recogniseClauses(words).filter(({ pattern }) => pattern.isDeed)).toEqual([])
  })

  it('takes a message apart into what it asserts', () => {
    const clauses = recogniseClauses('we rolled back payments and restarted quotes, but it did not help. It is not the cache!')

    expect(clauses.map(({ pattern, rest }) => [pattern.act, rest])).toEqual([
      ['rollback', 'payments'],
      ['restart', 'quotes'],
      ['continue', ''],
      ['not_cause', 'the cache'],
    ])
  })
})

describe('src/investigation/follow-up/mention-kind', () => {
  it.each([
    ['investigate again', 'again'],
    ['please re-run', 'again'],
    ['look again', 'again'],
    ['take another look at checkout', 'again'],
    ['start over', 'again'],
    ['what changed again?', 'question'],
    ['why did payments restart?', 'question'],
    ['did we roll back payments', 'question'],
    ['show logs of payments', 'question'],
    ['', 'question'],
    ['we rolled back payments', 'statement'],
    ['we rolled back payments at 14:02, did it help?', 'statement'],
    ['the pelican has landed', 'unknown'],
    ['thanks', 'unknown'],
  ])('reads “%s” as %s', (words, kind) => {
    expect(readMentionKind(words)).toBe(kind)
  })
})
