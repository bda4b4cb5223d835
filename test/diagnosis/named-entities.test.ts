import { describe, expect, it } from 'vitest'
import { createNameTest } from '../../src/diagnosis/named-entities.ts'
import { evidenceOf, minute } from '../support/facts.ts'

function isNamedIn(example: string) {
  const seen = { incidentCount: 9, baselineCount: 0, firstAt: minute(20), lastAt: minute(39) }
  const line = { entity: 'shop/Service/basket' as const, pattern: example, severity: 'error' as const, example, ...seen }
  return createNameTest(evidenceOf({ log_patterns: [line] }))('external/Provider/api.pay.example')
}

describe('diagnosis/named-entities', () => {
  it('meets a provider as an address, with its scheme or with the port of TLS', () => {
    expect(isNamedIn('GET https://api.pay.example/v2 failed')).toBe(true)
    expect(isNamedIn('call to api.pay.example:443 failed: 429')).toBe(true)
  })

  it('does not take another host, or a bare name, for it', () => {
    expect(isNamedIn('call to old-api.pay.example.org:443 failed')).toBe(false)
    expect(isNamedIn('api.pay.example is on the list')).toBe(false)
  })
})
