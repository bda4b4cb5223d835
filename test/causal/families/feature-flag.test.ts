import { describe, expect, it } from 'vitest'
import { featureFlag } from '../../../src/causal/families/feature-flag.ts'
import { minute, version } from '../../support/facts.ts'
import { proposalsOf } from './cluster.ts'

const FLAGS = 'shop/ConfigMap/levers'

function flags(variant: string, description = 'practice') {
  return JSON.stringify({ flags: { basketFailure: { defaultVariant: variant, description, state: 'ENABLED' } } }, null, 2)
}

/** The flag file before and after minute 20. */
function rewritten(before: string, after: string) {
  return [
    version(FLAGS, { data: { 'flags.json': before } }, { until: 15, isCurrent: false }),
    version(FLAGS, { data: { 'flags.json': after } }, { at: 20, changedAt: minute(18) }),
  ]
}

describe('causal/families/feature-flag', () => {
  it('names the ConfigMap whose flag was switched', () => {
    expect(proposalsOf(featureFlag, { objects: rewritten(flags('off'), flags('on')) })).toEqual([`${FLAGS} feature_flag_changed changed`])
  })

  it.each([
    ['nested YAML, where every flag has the same setting', 'features:\n  asides:\n    enabled: false\n  basket:\n    enabled: false\n'],
    ['plain switches in a file that is called so', 'featureAsides=off\nfeatureBasket=off\n'],
  ])('reads a switch in %s', (_, before) => {
    const after = before.replace(/(.*)(false|off)/s, (_all, head: string, off: string) => `${head}${off === 'off' ? 'on' : 'true'}`)

    expect(proposalsOf(featureFlag, { objects: rewritten(before, after) })).toEqual([`${FLAGS} feature_flag_changed changed`])
    expect(proposalsOf(featureFlag, { objects: rewritten(before, before.replaceAll('\n', '\n\n')) })).toEqual([])
  })

  it.each([
    ['a new description', flags('off', 'exercise')],
    ['the same flags on one line', JSON.stringify(JSON.parse(flags('off')))],
  ])('takes %s for no switch', (_, after) => {
    expect(proposalsOf(featureFlag, { objects: rewritten(flags('off'), after) })).toEqual([])
  })
})
