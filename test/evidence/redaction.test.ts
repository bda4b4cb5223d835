import { describe, expect, it } from 'vitest'
import { redactReading, redactText } from '../../src/evidence/redaction.ts'
import { SECRET_KINDS } from '../support/secrets.ts'

describe('evidence/redaction', () => {
  it.each(SECRET_KINDS)('masks $name', ({ samples }) => {
    const leaks = samples.filter(({ text, secret }) => redactText(text).includes(secret))

    expect(samples.length).toBeGreaterThanOrEqual(5)
    expect(leaks).toEqual([])
  })

  it('covers at least 40 kinds and 200 secrets', () => {
    expect(SECRET_KINDS.length).toBeGreaterThanOrEqual(40)
    expect(SECRET_KINDS.flatMap(({ samples }) => samples).length).toBeGreaterThanOrEqual(200)
  })

  it('changes nothing more when it masks twice', () => {
    const once = SECRET_KINDS.flatMap(({ samples }) => samples).map(({ text }) => redactText(text))

    expect(once.map(redactText)).toEqual(once)
  })

  it.each([
    'Failed to pull image "registry.example/shop/orders:2.1.0": secret "registry-key" not found',
    'MountVolume.SetUp failed for volume "tls": secret "shop-tls" not found',
    'spec.template.spec.serviceAccountName: token-reader',
    'exceeded quota: compute, requested: cpu=500m, used: cpu=3900m, limited: cpu=4',
    'dial tcp 10.0.3.17:8080: connect: connection refused',
    'Pod orders-7d9c6b5f4-x2x9k on node worker-1, uid 6f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0',
    '2026-05-27T14:02:11.123456789Z traceId=4bf92f3577b34da6a3ce929d0e0e4736',
    'token bucket exhausted after 1779890531123456789 ns',
    'image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'password authentication failed for user "orders"',
    'QUOTE_ADDR: quotes.shop.svc.cluster.local:8080',
  ])('leaves what an answer needs: %s', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it('masks by the name of a field or an environment variable', () => {
    const row = {
      env: [
        { name: 'DB_PASSWORD', value: 'hunter22' },
        { name: 'QUOTE_ADDR', value: 'quotes:8080' },
      ],
      clientSecret: 'abc',
      secretName: 'shop-tls',
      locator: 'x#2',
    }

    const masked = redactReading({ status: 'ok', rows: [row], truncated: null, problems: [] })

    expect(masked).toMatchObject({
      rows: [
        {
          env: [
            { name: 'DB_PASSWORD', value: '[masked]' },
            { name: 'QUOTE_ADDR', value: 'quotes:8080' },
          ],
          clientSecret: '[masked]',
          secretName: 'shop-tls',
        },
      ],
    })
  })

  it('keeps dates and numbers as they are', () => {
    const at = new Date('2026-05-27T14:02:11Z')

    expect(redactReading({ status: 'ok', rows: [{ at, values: [4111111111111111, null] }], truncated: null, problems: [] })).toMatchObject({
      rows: [{ at, values: [4111111111111111, null] }],
    })
  })
})
