import { describe, expect, it } from 'vitest'
import { alertEntity } from '../../../src/telemetry/shared/alert-entity.ts'

describe('telemetry/shared/alert-entity', () => {
  it.each([
    [{ namespace: 'shop', service_name: 'orders', pod: 'otel-1' }, 'shop/Service/orders'],
    [{ namespace: 'shop', pod: 'orders-1' }, 'shop/Pod/orders-1'],
    [{ namespace: 'shop', horizontalpodautoscaler: 'orders' }, 'shop/HorizontalPodAutoscaler/orders'],
    [{ namespace: 'shop' }, '_cluster/Namespace/shop'],
    [{ node: 'i-01' }, '_cluster/Node/i-01'],
    [{ pod: 'orders-1' }, null],
    [{ severity: 'none' }, null],
  ] as const)('finds in %o the entity %s', (labels, entity) => {
    expect(alertEntity(labels)).toBe(entity)
  })
})
