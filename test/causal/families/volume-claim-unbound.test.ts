import { describe, expect, it } from 'vitest'
import { volumeClaimUnbound } from '../../../src/causal/families/volume-claim-unbound.ts'
import { version } from '../../support/facts.ts'
import { event, pod, proposalsOf, replicaSet, workload } from './cluster.ts'

const CLAIM = 'shop/PersistentVolumeClaim/orders'
const VOLUMES = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'orders' } }] }
const USER = [workload(VOLUMES), replicaSet(), pod({ spec: VOLUMES })]
const MISSING = [event(CLAIM, 'ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found')]
const NAMED = [`${CLAIM} claim_storage_class_mismatch witnessed`]

function claim(spec: object = {}, phase = 'Pending') {
  const asked = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast' }
  return version(CLAIM, { spec: { ...asked, ...spec }, status: { phase } })
}

function volume(spec: object = {}) {
  const offered = { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, storageClassName: 'fast' }
  return version('_cluster/PersistentVolume/pv-1', {
    metadata: { namespace: undefined },
    spec: { ...offered, ...spec },
    status: { phase: 'Available' },
  })
}

const storageClass = (name: string) => version(`_cluster/StorageClass/${name}`, { metadata: { namespace: undefined } })

describe('causal/families/volume-claim-unbound', () => {
  it('names a claim that only its events speak of, as in a dump that lists no claims', () => {
    expect(proposalsOf(volumeClaimUnbound, { objects: USER, events: MISSING })).toEqual(NAMED)
  })

  it('names it once where both claim and events were read', () => {
    expect(proposalsOf(volumeClaimUnbound, { objects: [...USER, claim()], events: MISSING })).toEqual(NAMED)
  })

  it('knows without events that no class of the name was listed, and no volume bears it either', () => {
    expect(proposalsOf(volumeClaimUnbound, { objects: [...USER, claim(), storageClass('standard')] })).toEqual(NAMED)
  })

  it('does not know so of a class that is there, of one that nobody listed, or of one that a volume bears', () => {
    expect(proposalsOf(volumeClaimUnbound, { objects: [...USER, claim(), storageClass('fast')] })).toEqual([])
    expect(proposalsOf(volumeClaimUnbound, { objects: [...USER, claim()] })).toEqual([])
    expect(proposalsOf(volumeClaimUnbound, { objects: [...USER, claim(), storageClass('standard'), volume()] })).toEqual([])
  })

  it('tells by the nearest volume what else the claim asks for in vain', () => {
    const objects = [...USER, claim(), volume({ capacity: { storage: '500Mi' } })]

    expect(proposalsOf(volumeClaimUnbound, { objects })).toEqual([`${CLAIM} claim_capacity_mismatch witnessed`])
  })

  it('says nothing of a claim that is bound, or that no pod waits for', () => {
    expect(proposalsOf(volumeClaimUnbound, { objects: [...USER, claim({}, 'Bound'), storageClass('standard')], events: MISSING })).toEqual(
      [],
    )
    expect(proposalsOf(volumeClaimUnbound, { objects: [claim(), storageClass('standard')] })).toEqual([])
  })
})
