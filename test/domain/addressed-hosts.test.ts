import { describe, expect, it } from 'vitest'
import { ADDRESS_WORDS, addressedHosts } from '../../src/domain/addressed-hosts.ts'

const nobody = () => false

describe('domain/addressed-hosts', () => {
  it.each(ADDRESS_WORDS)('reads the words of $source: $example', ({ example }) => {
    expect(addressedHosts(example, nobody)).toEqual(['pay.example.org'])
  })

  it('puts the owner of a certificate before the address that was dialled', () => {
    expect(addressedHosts('dial tcp edge.example.org:443: certificate for pay.example.org has expired', nobody)).toEqual([
      'pay.example.org',
      'edge.example.org',
    ])
  })

  it.each([
    'psycopg2.OperationalError: certificate has expired',
    'caused by java.security.cert.CertificateExpiredException: NotAfter',
    'server.go:3212: certificate has expired (_ssl.c:1006)',
    'at Alert.java:131',
    'needs to python3.11 or for 1.2.3',
    'call to orders failed: certificate has expired',
    'connect to 192.0.2.7:443 failed',
  ])('finds none in %s', (text) => {
    expect(addressedHosts(text, nobody)).toEqual([])
  })

  it('takes names without a dot, and numbers, only where somebody knows them', () => {
    const text = 'dial tcp orders:8443: via 192.0.2.7:443 (line:120)'

    expect(addressedHosts(text, (host) => host === 'orders' || host === '192.0.2.7')).toEqual(['orders', '192.0.2.7'])
  })
})
