import { describe, expect, it } from 'vitest'
import { createRedactor, defaultRedactor } from '../../src/redaction/redactor.ts'
import { HARMLESS } from '../support/harmless.ts'
import { SECRET_KINDS, SECRETS_SEED } from '../support/secrets.ts'

const SAMPLES = SECRET_KINDS.flatMap(({ samples }) => samples)

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function escapedForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

describe('redaction/redactor', () => {
  it.each(SECRET_KINDS)('masks $name in every carrier', ({ samples }) => {
    const leaks = samples.filter(({ text, secret }) => {
      const masked = defaultRedactor.text(text)
      return masked.includes(secret) || masked.includes(escaped(secret))
    })

    expect(samples).toHaveLength(8)
    expect(leaks).toEqual([])
  })

  it(`covers 120 kinds and 250 secrets in 8 carriers (seed ${SECRETS_SEED})`, () => {
    expect(SECRET_KINDS.length).toBeGreaterThanOrEqual(120)
    expect(new Set(SAMPLES.map(({ secret }) => secret)).size).toBeGreaterThanOrEqual(250)
    expect(new Set(SAMPLES.map(({ carrier }) => carrier)).size).toBe(8)
  })

  it('leaves every harmless string as it is, plain, in JSON, in JSON inside JSON and in a log line', () => {
    const carried = HARMLESS.flatMap((text) => {
      const json = JSON.stringify({ message: text })
      return [text, json, JSON.stringify({ log: json }), `2026-05-27T14:02:11Z W orders: ${text}`]
    })

    const changed = carried.filter((text) => defaultRedactor.text(text) !== text)

    expect(HARMLESS.length).toBeGreaterThanOrEqual(200)
    expect(changed).toEqual([])
  })

  it('masks every secret in a message of Slack, where three characters are escaped', () => {
    const written = SAMPLES.map(({ text, secret }) => ({ text: escapedForSlack(text), secret: escapedForSlack(secret) }))

    const leaks = written.filter(({ text, secret }) => defaultRedactor.text(text).includes(secret))

    expect(leaks).toEqual([])
  })

  it.each([
    ['DB_PASSWORD=hunter22 LOG_LEVEL=debug', 'DB_PASSWORD=[masked] LOG_LEVEL=debug'],
    ['Cookie: session=aB3dE5fG7h; theme=dark', 'Cookie: session=[masked]; theme=[masked]'],
    ['curl -u admin:hunter22 https://api.example', 'curl -u admin:[masked] https://api.example'],
    ['Authorization: Bearer aB3dE5fG7h', 'Authorization: Bearer [masked]'],
    ['- name: DB_PASSWORD\n  value: hunter22\n', '- name: DB_PASSWORD\n  value: [masked]\n'],
  ])('keeps the name of what it masks: %s', (text, masked) => {
    expect(defaultRedactor.text(text)).toBe(masked)
  })

  it('masks a number in a secret field of JSON as a string, so that it stays JSON', () => {
    expect(defaultRedactor.text('{"pin":123456,"card": 4111111111111111}')).toBe('{"pin":"[masked]","card": "[masked]"}')
  })

  it('keeps the lines of a text whose key of several lines is masked', () => {
    const lines = ['-----BEGIN PRIVATE KEY-----', 'aB3dE5fG7hJ9', 'kL1mN3pQ5rS7', '-----END PRIVATE KEY-----', 'after']

    const masked = defaultRedactor.text(lines.join('\n'))

    expect(masked).toBe('-----BEGIN PRIVATE KEY-----\n[masked]\n\n-----END PRIVATE KEY-----\nafter')
  })

  it('changes nothing more when it masks twice', () => {
    const once = SAMPLES.map(({ text }) => defaultRedactor.text(text))

    expect(once.map((text) => defaultRedactor.text(text))).toEqual(once)
  })

  describe('with the lists of a team', () => {
    const redactor = createRedactor({ allow: ['AKIAIOSFODNN7EXAMPLE', 'public_token'], deny: ['Project Bluebird', 'customerNumber'] })

    it('leaves a literal text and the field of a name that it allows', () => {
      const text = 'id AKIAIOSFODNN7EXAMPLE and PUBLIC_TOKEN=aB3dE5fG7hJ9'

      expect(redactor.text(text)).toBe(text)
      expect(redactor.fields({ publicToken: 'aB3dE5fG7hJ9' })).toEqual({ publicToken: 'aB3dE5fG7hJ9' })
    })

    it('masks a literal text, and the value of a field of a name that it denies, in any spelling', () => {
      expect(redactor.text('Project Bluebird ships; customer_number=4711')).toBe('[masked] ships; customer_number=[masked]')
      expect(redactor.fields({ customerNumber: 4711, note: 'Project Bluebird' })).toEqual({ customerNumber: '[masked]', note: '[masked]' })
    })
  })
})
