import { describe, expect, it } from 'vitest'
import { createNameTest } from '../../src/diagnosis/named-entities.ts'
import type { Evidence } from '../../src/domain/evidence.ts'

function logged(body: string): Evidence {
  const at = new Date('2031-04-09T08:00:00Z')
  const row = { entity: 'app/Service/door', at, severity: 'error', body, locator: 'logs.ndjson#4' }
  return {
    id: 'E1',
    source: 'logs',
    query: { kind: 'log_examples', entity: 'app/Service/door', window: { start: at, end: at }, onlyErrors: true, offset: 0, limit: 20 },
    reading: { status: 'ok', rows: [row], truncated: null },
  } as unknown as Evidence
}

describe('src/diagnosis/named-entities', () => {
  it('knows a certificate by the words that Java has for it', () => {
    const isNamed = createNameTest([
      logged(
        'SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException (CN=keys.house issuing CA 2)',
      ),
    ])

    expect(isNamed('external/Certificate/keys.house')).toBe(true)
    expect(isNamed('external/Certificate/other.house')).toBe(false)
  })

  it('does not take a name for a certificate where nothing speaks of one', () => {
    const isNamed = createNameTest([logged('GET https://keys.house answered 200')])

    expect(isNamed('external/Certificate/keys.house')).toBe(false)
  })
})
