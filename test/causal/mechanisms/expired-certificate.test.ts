import { describe, expect, it } from 'vitest'
import { expiredCertificate } from '../../../src/causal/mechanisms/expired-certificate.ts'
import { depends, minute } from '../../support/facts.ts'
import { growthOf } from '../../support/patterns/growth.ts'
import { proposalsOf } from './cluster.ts'

const REFUSED = 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid'
const CALLEES = [depends('shop/Service/storefront', 'shop/Service/basket'), depends('shop/Service/storefront', 'shop/Service/quotes')]

function blamedFor(example: string) {
  const line = { entity: 'shop/Service/storefront' as const, pattern: example, example, severity: 'error' as const }
  const logs = [{ ...line, incidentCount: 40, baselineCount: 0, firstAt: minute(20), lastAt: minute(39) }]
  return proposalsOf(expiredCertificate, { logs, dependencies: CALLEES })
}

describe('causal/mechanisms/expired-certificate', () => {
  it('names the certificate by the name that the record gives it', () => {
    expect(blamedFor('certificate for pay.example.org has expired')).toEqual([
      'external/Certificate/pay.example.org certificate_expired witnessed',
    ])
  })

  it('names the service that presents it, not the caller that refuses it', () => {
    expect(blamedFor(`call to basket:50051 failed: ${REFUSED}`)).toEqual(['shop/Service/basket certificate_expired witnessed'])
  })

  it('names the certificate by the dotted name before the word, at the start of the line', () => {
    expect(blamedFor('dial pay.example.org:443 for eu.example.org: bad certificate, certificate has expired')).toEqual([
      'external/Certificate/pay.example.org certificate_expired witnessed',
    ])
  })

  it('takes linear time on a name of any number of parts', () => {
    expect(growthOf(blamedFor, (length) => `certificate has expired ${'a.'.repeat(length / 2)}`)).toBeNull()
  })
})
