import { describe, expect, it } from 'vitest'
import { templateOf } from '../../../src/telemetry/shared/log-template.ts'

describe('src/telemetry/shared/log-template', () => {
  it('replaces times, ids, addresses and numbers', () => {
    expect(templateOf('order 7731 from 10.0.3.7:8080 at 2026-05-27T14:01:00.123Z failed after 300ms')).toBe(
      'order <*> from <*> at <*> failed after <*>ms',
    )
  })

  it('keeps words that hold digits', () => {
    expect(templateOf('s3 GetObject failed: x509 certificate')).toBe('s3 GetObject failed: x509 certificate')
  })
})
