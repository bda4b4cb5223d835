import { describe, expect, it } from 'vitest'
import { referenceMissing } from '../../../src/causal/mechanisms/reference-missing.ts'
import { version } from '../../support/facts.ts'
import { event, pod, POD, proposalsOf, replicaSet, runningPod, workload, WORKLOAD } from './cluster.ts'

const UNIT = [workload(), replicaSet(), pod()]
const FAILED_MOUNT = 'MountVolume.SetUp failed for volume "extra" : configmap "basket-extra" not found'

describe('causal/mechanisms/reference-missing', () => {
  it('names the workload that refers to an object or a key that is not there', () => {
    const messages = [
      ['FailedMount', FAILED_MOUNT, 'configmap_missing'],
      ['Failed', 'Error: secret "basket-creds" not found', 'secret_missing'],
      ['Failed', "Error: couldn't find key apiKey in Secret shop/basket-creds", 'secret_key_missing'],
    ] as const

    for (const [reason, message, mechanism] of messages) {
      expect(proposalsOf(referenceMissing, { objects: UNIT, events: [event(POD, reason, message)] })).toEqual([
        `${WORKLOAD} ${mechanism} witnessed`,
      ])
    }
  })

  it('leaves it to the deletion when the object was there and is gone', () => {
    const gone = version('shop/ConfigMap/basket-extra', { data: {} }, { until: 18, isCurrent: false })

    expect(proposalsOf(referenceMissing, { objects: [...UNIT, gone], events: [event(POD, 'FailedMount', FAILED_MOUNT)] })).toEqual([])
  })

  it('says nothing once the pods are ready', () => {
    const objects = [workload({}, 1), replicaSet(), pod({ phase: 'Running' })]

    expect(proposalsOf(referenceMissing, { objects, events: [event(POD, 'FailedMount', FAILED_MOUNT)] })).toEqual([])
  })

  it('hears a reference that only the state of the container keeps', () => {
    const waiting = { reason: 'CreateContainerConfigError', message: 'secret "basket-creds" not found' }
    const objects = [workload(), replicaSet(), runningPod({ state: { waiting } })]

    expect(proposalsOf(referenceMissing, { objects })).toEqual([`${WORKLOAD} secret_missing witnessed`])
  })

  it('calls the key of a ConfigMap what is missing where the object is there', () => {
    const message = "Error: couldn't find key currency in ConfigMap shop/prices"

    expect(proposalsOf(referenceMissing, { objects: UNIT, events: [event(POD, 'Failed', message)] })).toEqual([
      `${WORKLOAD} configmap_key_missing witnessed`,
    ])
  })
})
