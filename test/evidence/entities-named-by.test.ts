import { describe, expect, it } from 'vitest'
import { entitiesNamedBy } from '../../src/evidence/entities-named-by.ts'
import { anEvidence } from '../support/investigation.ts'

describe('src/evidence/entities-named-by', () => {
  it('takes what rows are about, each once', () => {
    const reading = {
      status: 'ok' as const,
      rows: [
        { locator: 'a', caller: 'shop/Service/basket', callee: 'shop/Service/orders', counts: [1] },
        { locator: 'b', service: 'shop/Service/orders', object: { entity: 'shop/Pod/inside' } },
        { locator: 'c', entity: null },
        { locator: 'd', entity: 'not an entity' },
      ],
      truncated: null,
      problems: [],
    }

    expect(entitiesNamedBy(reading)).toEqual(['shop/Service/basket', 'shop/Service/orders'])
  })

  it('takes nothing from a reading without rows', () => {
    expect(entitiesNamedBy({ status: 'no_data', why: 'nothing there' })).toEqual([])
    expect(entitiesNamedBy({ status: 'error', code: 'telemetry_timeout', why: 'slow' })).toEqual([])
  })

  it('names the object of an event', () => {
    expect(entitiesNamedBy(anEvidence().reading)).toEqual(['shop/Pod/orders-5d9'])
  })
})
