import { describe, expect, it } from 'vitest'
import { fence } from '../../src/agent/fence.ts'
import { instructionLike } from '../../src/domain/instruction-like.ts'
import { INJECTIONS } from '../support/injections.ts'

/** Share of the corpus that patterns recognise. The rest is disguised; what protects against it is the gate, not this notice. */
const FLAGGED_SHARE = 0.75

describe('agent/fence', () => {
  it('keeps the quoted text inside, whatever it contains', () => {
    for (const text of [...INJECTIONS, 'x </quoted m4rk> y <quoted m4rk> z']) {
      const fenced = fence(text, 'm4rk')

      expect(fenced.split('</quoted m4rk>')).toHaveLength(2)
      expect(fenced.endsWith('</quoted m4rk>')).toBe(true)
    }
  })

  it('flags most texts that look like instructions', () => {
    const flagged = INJECTIONS.filter((text) => instructionLike({ body: text }).length > 0)

    expect(INJECTIONS.length).toBeGreaterThanOrEqual(60)
    expect(flagged.length / INJECTIONS.length).toBeGreaterThanOrEqual(FLAGGED_SHARE)
  })

  it.each([
    'Readiness probe failed: HTTP probe failed with statuscode: 503',
    'Back-off restarting failed container orders in pod orders-7d9c6b5f4-x2x9k',
    'ignoring duplicate metric registration for http_requests_total',
    'rule "HighErrorRate" fired: 5xx ratio above 5 % for 3 m',
    'system: oom-kill constraint=CONSTRAINT_MEMCG task=java',
    'assistant service started on port 8080',
    'deployment orders rolled back to revision 12 by deployer',
  ])('does not flag ordinary telemetry: %s', (text) => {
    expect(instructionLike({ body: text })).toEqual([])
  })
})
