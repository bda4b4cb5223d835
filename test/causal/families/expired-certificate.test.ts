import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { expiredCertificate } from '../../../src/causal/families/expired-certificate.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { depends, factsOf, minute, version } from '../../support/facts.ts'
import { growthOf } from '../../support/patterns/growth.ts'
import { logged, proposalsOf, workload, WORKLOAD } from './cluster.ts'

const REFUSED = 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid'
const CALLEES = [depends('shop/Service/storefront', 'shop/Service/basket'), depends('shop/Service/storefront', 'shop/Service/quotes')]

function blamedFor(example: string) {
  const line = { entity: 'shop/Service/storefront' as const, pattern: example, example, severity: 'error' as const }
  const logs = [{ ...line, incidentCount: 40, baselineCount: 0, firstAt: minute(20), lastAt: minute(39) }]
  return proposalsOf(expiredCertificate, { logs, dependencies: CALLEES })
}

describe('causal/families/expired-certificate', () => {
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

  describe('of a host', () => {
    const service = version('shop/Service/basket', { spec: { selector: { app: 'basket' }, clusterIP: '10.96.0.9' } })
    const tls = { volumes: [{ name: 'pair', secret: { secretName: 'basket-tls', items: [{ key: 'tls.crt' }] } }] }
    const speaking = (entity: EntityId, example: string) => ({ ...logged(example), entity })
    const proposed = (template: Parameters<typeof workload>[0], ...logs: readonly ReturnType<typeof logged>[]) =>
      proposalsOf(expiredCertificate, { objects: [service, workload(template)], logs })
    const caller = (example: string) => speaking('shop/Service/storefront', example)

    it.each([
      `Get "https://basket/items": ${REFUSED}`,
      `Get "https://basket.shop.svc.cluster.local:8443/items": ${REFUSED}`,
      `connection error: transport: authentication handshake failed: ${REFUSED}, addr basket.shop:50051`,
      'psycopg2.OperationalError: connection to server at "basket" (10.96.0.9), port 5432 failed: SSL error: certificate has expired',
      "HTTPSConnectionPool(host='basket', port=443): [SSL: CERTIFICATE_VERIFY_FAILED] certificate has expired (_ssl.c:1006)",
      `dial tcp 10.96.0.9:443: ${REFUSED}`,
    ])('in the cluster is in the Secret that what serves it mounts, else at that workload: %s', (example) => {
      expect(proposed(tls, caller(example))).toEqual(['shop/Secret/basket-tls certificate_expired witnessed'])
      expect(proposed({}, caller(example))).toEqual([`${WORKLOAD} certificate_expired witnessed`])
    })

    it('of which only telemetry speaks is known by its name where that is one of DNS, and by whom it names where not', () => {
      const seen = (...hosts: readonly string[]) =>
        proposalsOf(expiredCertificate, { logs: hosts.map((host) => caller(`https://${host}:8443: ${REFUSED}`)), dependencies: CALLEES })

      expect(seen('basket.svc')).toEqual(['external/Certificate/basket.svc certificate_expired witnessed'])
      expect(seen('basket')).toEqual(['shop/Service/basket certificate_expired witnessed'])
      expect(seen('basket', 'basket.svc')).toEqual(['external/Certificate/basket.svc certificate_expired witnessed'])
    })

    it('outside is known by its name, and a class of an exception is no host', () => {
      const outside = caller(`requests.exceptions.SSLError: https://pay.example.org/v1: certificate has expired`)

      expect(proposed(tls, outside)).toEqual(['external/Certificate/pay.example.org certificate_expired witnessed'])
      expect(proposed(tls, caller('psycopg2.OperationalError: SSL error: certificate has expired'))).toEqual([
        'external/Certificate/storefront certificate_expired witnessed',
      ])
    })

    it('is the one of which most callers speak', () => {
      const outside = caller('https://pay.example.org: certificate has expired')
      const inside = (name: string) => speaking(`shop/Service/${name}`, `https://basket: ${REFUSED}`)

      expect(proposed(tls, outside, inside('orders'), inside('stock'))).toEqual(['shop/Secret/basket-tls certificate_expired witnessed'])
    })

    it('is not meant where the other side refused the speaker: then it is what the speaker carries', () => {
      const refused = speaking(WORKLOAD, 'Post "https://pay.example.org/v1": remote error: tls: expired certificate')

      expect(proposed(tls, refused)).toEqual(['shop/Secret/basket-tls certificate_expired witnessed'])
      expect(proposed({}, refused)).toEqual(['external/Certificate/pay.example.org certificate_expired witnessed'])
    })

    it('that callers do not accept for another reason is named by the host as well, and never verified', () => {
      const unknown = 'Get "https://basket/items": tls: failed to verify certificate: x509: certificate signed by unknown authority'
      const facts = factsOf({ object_versions: [service, workload(tls)], log_patterns: [caller(unknown)] })

      expect(proposed(tls, caller(unknown))).toEqual(['shop/Secret/basket-tls certificate_not_accepted measured'])
      expect(expiredCertificate.propose(buildScene(facts)).map(({ isReasonUnknown }) => isReasonUnknown)).toEqual([true])
      expect(proposed(tls, caller('tls: failed to verify certificate: x509: certificate signed by unknown authority'))).toEqual([])
      expect(proposed(tls, caller(unknown), caller(`https://pay.example.org: ${REFUSED}`))).toEqual([
        'external/Certificate/pay.example.org certificate_expired witnessed',
      ])
    })
  })
})
