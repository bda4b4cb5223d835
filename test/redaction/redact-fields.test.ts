import { describe, expect, it } from 'vitest'
import { defaultRedactor } from '../../src/redaction/redactor.ts'

function read(row: unknown): unknown {
  const reading = defaultRedactor.reading({ status: 'ok', rows: [row], truncated: null, problems: [] })
  return reading.status === 'ok' ? reading.rows[0] : null
}

describe('redaction/redact-fields', () => {
  it('masks by the name of a field or an environment variable', () => {
    const env = [
      { name: 'DB_PASSWORD', value: 'hunter22' },
      { name: 'QUOTE_ADDR', value: 'quotes:8080' },
    ]

    expect(read({ env, clientSecret: 'abc', secretName: 'shop-tls', locator: 'x#2' })).toEqual({
      env: [
        { name: 'DB_PASSWORD', value: '[masked]' },
        { name: 'QUOTE_ADDR', value: 'quotes:8080' },
      ],
      clientSecret: '[masked]',
      secretName: 'shop-tls',
      locator: 'x#2',
    })
  })

  it('masks all data of a Secret but its certificates, and no data of a ConfigMap', () => {
    const certificate = 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg=='
    const data = { 'conf.ini': 'b3JkZXJz', 'tls.crt': certificate }

    expect(read({ object: { kind: 'Secret', data, stringData: { user: 'orders' } } })).toEqual({
      object: { kind: 'Secret', data: { 'conf.ini': '[masked]', 'tls.crt': certificate }, stringData: { user: '[masked]' } },
    })
    expect(read({ object: { kind: 'ConfigMap', data } })).toEqual({ object: { kind: 'ConfigMap', data } })
  })

  it('masks an argument by the option before it', () => {
    expect(read({ args: ['--db-password', 'hunter22', '--port', '8080'], command: ['redis-cli', '-a', 'hunter22', 'ping'] })).toEqual({
      args: ['--db-password', '[masked]', '--port', '8080'],
      command: ['redis-cli', '-a', '[masked]', 'ping'],
    })
  })

  it('keeps the scheme of an authorization and the names of cookies', () => {
    expect(read({ headers: { authorization: 'Bearer aB3dE5fG7h', cookie: 'sid=aB3dE5fG7h' } })).toEqual({
      headers: { authorization: 'Bearer [masked]', cookie: 'sid=[masked]' },
    })
  })

  it('keeps dates, numbers and counts as they are', () => {
    const row = { at: new Date('2026-05-27T14:02:11Z'), values: [4111111111111111, null], inputTokens: 5000, replicas: 3 }

    expect(read(row)).toEqual(row)
  })

  it('masks in the reasons of a reading that failed', () => {
    expect(defaultRedactor.reading({ status: 'error', code: 'telemetry_failed', why: 'GET http://u:hunter22@logs failed' })).toMatchObject({
      why: 'GET http://[masked]@logs failed',
    })
  })
})
