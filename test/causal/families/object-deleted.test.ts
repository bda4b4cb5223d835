import { describe, expect, it } from 'vitest'
import { objectDeleted } from '../../../src/causal/families/object-deleted.ts'
import { version } from '../../support/facts.ts'
import { POD, proposalsOf, workload } from './cluster.ts'

const GONE = { until: 15, isCurrent: false }

describe('causal/families/object-deleted', () => {
  it.each(['Service', 'ConfigMap', 'ServiceAccount', 'PersistentVolumeClaim'])('names a %s that was there and is gone', (kind) => {
    const entity = `shop/${kind}/basket` as const

    expect(proposalsOf(objectDeleted, { objects: [workload(), version(entity, {}, GONE)] })).toEqual([
      `${entity} ${kind.toLowerCase()}_deleted changed`,
    ])
  })

  it('takes pods that come and go for everyday life', () => {
    expect(proposalsOf(objectDeleted, { objects: [workload(), version(POD, {}, GONE)] })).toEqual([])
  })

  it('says nothing of a Service that is still there', () => {
    expect(proposalsOf(objectDeleted, { objects: [workload(), version('shop/Service/basket', {})] })).toEqual([])
  })
})
