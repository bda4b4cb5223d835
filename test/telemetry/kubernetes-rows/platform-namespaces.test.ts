import { describe, expect, it } from 'vitest'
import { isPlatform } from '../../../src/telemetry/kubernetes-rows/platform-namespaces.ts'

describe('telemetry/kubernetes-rows/platform-namespaces', () => {
  it.each([
    'kube-system',
    'istio-system',
    'monitoring',
    'cert-manager',
    'argocd',
    'chaos-mesh',
    'data-recorder',
    'postgres-operator',
    'log-collectors',
  ])('takes %s for the platform', (name) => {
    expect(isPlatform(name)).toBe(true)
  })

  it.each(['shop', 'default', 'kubeshop', 'systems', 'operator-training', 'my-monitoring', 'collector-cards'])(
    'takes %s for an application',
    (name) => {
      expect(isPlatform(name)).toBe(false)
    },
  )
})
