import { describe, expect, it } from 'vitest'
import { CLUSTER_SCOPED, kindOf, knownKind } from '../../../src/telemetry/kubernetes-rows/kinds.ts'

describe('telemetry/kubernetes-rows/kinds', () => {
  it.each([
    ['pods', 'Pod'],
    ['replicaset', 'ReplicaSet'],
    ['network-policies', 'NetworkPolicy'],
    ['endpoints', 'Endpoints'],
    ['ingresses', 'Ingress'],
    ['storageclasses', 'StorageClass'],
    ['EndpointSlices', 'EndpointSlice'],
    ['persistent_volume_claims', 'PersistentVolumeClaim'],
  ])('knows the word %s', (word, kind) => {
    expect(knownKind(word)).toBe(kind)
  })

  it('says that it does not know a word, and makes a kind of it on request', () => {
    expect(knownKind('certificates')).toBeNull()
    expect(kindOf('certificates')).toBe('Certificates')
  })

  it('holds nodes, volumes and webhooks outside of namespaces, and claims and slices inside', () => {
    const kinds = ['Node', 'PersistentVolume', 'ValidatingWebhookConfiguration', 'PersistentVolumeClaim', 'EndpointSlice']

    expect(kinds.map((kind) => CLUSTER_SCOPED.has(kind))).toEqual([true, true, true, false, false])
  })
})
