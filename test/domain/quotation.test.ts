import { describe, expect, it } from 'vitest'
import { isQuotedFrom, renderLines } from '../../src/domain/quotation.ts'

describe('domain/quotation', () => {
  it('addresses list items by their name and writes a name-value pair as one leaf', () => {
    const row = { spec: { containers: [{ name: 'quote', image: 'quote:1', env: [{ name: 'PORT', value: '8080' }] }] } }

    expect(renderLines(row)).toEqual(['spec.containers.quote.image: quote:1', 'spec.containers.quote.env.PORT: 8080'])
  })

  it('renders empty lists and maps, so that an emptied policy can be quoted', () => {
    expect(renderLines({ spec: { ingress: [], podSelector: {} } })).toEqual(['spec.ingress: []', 'spec.podSelector: {}'])
  })

  it('renders moments in UTC and keeps null visible', () => {
    expect(renderLines({ at: new Date('2026-05-27T14:02:11Z'), to: null })).toEqual(['at: 2026-05-27T14:02:11.000Z', 'to: null'])
  })

  it('accepts a quote only when one line holds it, character for character', () => {
    const row = { message: 'exceeded quota: compute', reason: 'FailedCreate' }

    expect(isQuotedFrom('exceeded quota', row)).toBe(true)
    expect(isQuotedFrom('Exceeded quota', row)).toBe(false)
    expect(isQuotedFrom('compute reason', row)).toBe(false)
    expect(isQuotedFrom('', row)).toBe(false)
  })
})
