import { describe, expect, it } from 'vitest'
import { createNameTest } from '../../src/diagnosis/named-entities.ts'
import type { EntityId } from '../../src/domain/entity.ts'
import { evidenceOf, minute } from '../support/facts.ts'

function isNamedIn(example: string, entity: EntityId) {
  const seen = { incidentCount: 9, baselineCount: 0, firstAt: minute(20), lastAt: minute(39) }
  const line = { entity: 'shop/Service/basket' as const, pattern: example, severity: 'error' as const, example, ...seen }
  return createNameTest(evidenceOf({ log_patterns: [line] }))(entity)
}

describe('diagnosis/named-entities', () => {
  const PROVIDER = 'external/Provider/api.pay.example'

  it('meets a provider as an address, with its scheme or with the port of TLS', () => {
    expect(isNamedIn('GET https://api.pay.example/v2 failed', PROVIDER)).toBe(true)
    expect(isNamedIn('call to api.pay.example:443 failed: 429', PROVIDER)).toBe(true)
  })

  it('does not take another host, or a bare name, for it', () => {
    expect(isNamedIn('call to old-api.pay.example.org:443 failed', PROVIDER)).toBe(false)
    expect(isNamedIn('api.pay.example is on the list', PROVIDER)).toBe(false)
  })

  it('knows a certificate by the words that Java has for it', () => {
    const line =
      'SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException (CN=keys.house issuing CA 2)'

    expect(isNamedIn(line, 'external/Certificate/keys.house')).toBe(true)
    expect(isNamedIn(line, 'external/Certificate/other.house')).toBe(false)
  })

  it('does not take a name for a certificate where nothing speaks of one', () => {
    expect(isNamedIn('GET https://keys.house answered 200', 'external/Certificate/keys.house')).toBe(false)
  })

  it.each([
    ['exceeded quota: small, requested: pods=1', 'shop/ResourceQuota/small'],
    ['pod has unbound claim orders-data', 'shop/PersistentVolumeClaim/orders-data'],
    ['failed calling webhook of guard', '_cluster/ValidatingWebhookConfiguration/guard'],
  ] as const)('meets in "%s" what it speaks of without its kind', (line, entity) => {
    expect(isNamedIn(line, entity)).toBe(true)
    expect(isNamedIn(line, `${entity}-2` as EntityId)).toBe(false)
    expect(isNamedIn(line, entity.replace(/[^/]+\/([^/]+)$/, 'PriorityClass/$1') as EntityId)).toBe(false)
  })

  it('takes the host that a caller asks for as the name of a Service', () => {
    const said = { target: 'ledger:80', host: 'ledger', port: 80, failure: 'refused' as const, count: 1, firstAt: null, lastAt: null }
    const isNamed = createNameTest(evidenceOf({ call_failures: [{ caller: 'shop/Service/basket', example: 'refused', ...said }] }))

    expect(isNamed('shop/Service/ledger')).toBe(true)
    expect(isNamed('shop/Service/ledge')).toBe(false)
    expect(isNamed('shop/Deployment/ledger')).toBe(false)
  })
})
