import { describe, expect, it } from 'vitest'
import { meshRefusal } from '../../../src/causal/families/mesh-refusal.ts'
import { depends, minute } from '../../support/facts.ts'
import { proposalsOf } from './cluster.ts'

function blamedFor(example: string, baselineCount = 0) {
  const line = { entity: 'shop/Service/storefront' as const, pattern: example, example, severity: 'error' as const }
  const logs = [{ ...line, incidentCount: 40, baselineCount, firstAt: minute(20), lastAt: minute(39) }]
  return proposalsOf(meshRefusal, { logs, dependencies: [depends('shop/Service/storefront', 'shop/Service/basket')] })
}

describe('causal/families/mesh-refusal', () => {
  it('names the service whose proxy refuses its callers', () => {
    expect(blamedFor('call to basket:80 failed: RBAC: access denied')).toEqual(['shop/Service/basket mesh_policy_denies witnessed'])
  })

  it('says nothing where no callee is named, and where it was always so', () => {
    expect(blamedFor('RBAC: access denied')).toEqual([])
    expect(blamedFor('call to basket:80 failed: RBAC: access denied', 40)).toEqual([])
  })
})
