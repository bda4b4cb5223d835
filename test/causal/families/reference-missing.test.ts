import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { referenceMissing } from '../../../src/causal/families/reference-missing.ts'
import { factsOf, minute, version } from '../../support/facts.ts'
import { event, pod, POD, proposalsOf, replicaSet, runningPod, workload, WORKLOAD } from './cluster.ts'

const UNIT = [workload(), replicaSet(), pod()]
const FAILED_MOUNT = 'MountVolume.SetUp failed for volume "extra" : configmap "basket-extra" not found'

describe('causal/families/reference-missing', () => {
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

  describe('a key that a volume asks for', () => {
    const KEY_MISSING = 'MountVolume.SetUp failed for volume "settings" : configmap references non-existent config key: basket.yaml'
    const volume = (key = 'basket.yaml') => ({
      volumes: [{ name: 'settings', configMap: { name: 'basket', items: [{ key, path: key }] } }],
    })
    const mounting = [workload(volume()), replicaSet(), pod()]
    const events = [event(POD, 'FailedMount', KEY_MISSING)]
    const settings = (data: Readonly<Record<string, string>>) => version('shop/ConfigMap/basket', { data })

    it('is missing at the workload where the object was not read', () => {
      expect(proposalsOf(referenceMissing, { objects: mounting, events })).toEqual([`${WORKLOAD} configmap_key_missing witnessed`])
      expect(proposalsOf(referenceMissing, { objects: UNIT, events })).toEqual([`${WORKLOAD} configmap_key_missing witnessed`])
    })

    it('is missing at the object that was read and lacks it', () => {
      const objects = [...mounting, settings({ 'basket.json': '{}' })]

      expect(proposalsOf(referenceMissing, { objects, events })).toEqual(['shop/ConfigMap/basket configmap_key_missing witnessed'])
    })

    it('is missing at the workload where the object has it by now, or is listed without its content', () => {
      for (const object of [settings({ 'basket.yaml': '' }), version('shop/ConfigMap/basket', {})]) {
        expect(proposalsOf(referenceMissing, { objects: [...mounting, object], events })).toEqual([
          `${WORKLOAD} configmap_key_missing witnessed`,
        ])
      }
    })

    it('is missing at the workload that began to ask for it', () => {
      const before = { ...workload(volume('basket.json')), lastSeenAt: minute(15), isCurrent: false }
      const after = { ...workload(volume()), firstSeenAt: minute(18) }
      const objects = [before, after, replicaSet(), pod(), settings({ 'basket.json': '{}' })]

      expect(proposalsOf(referenceMissing, { objects, events })).toEqual([`${WORKLOAD} configmap_key_missing witnessed`])
    })

    it('is told of a Secret as well, also where the volume projects several objects, and names the key', () => {
      const sources = [{ secret: { name: 'other', items: [{ key: 'a' }] } }, { secret: { name: 'basket', items: [{ key: 'tls.key' }] } }]
      const objects = [workload({ volumes: [{ name: 'settings', projected: { sources } }] }), replicaSet(), pod()]
      const message = 'MountVolume.SetUp failed for volume "settings" : references non-existent secret key: tls.key'
      const scene = buildScene(factsOf({ object_versions: objects, kubernetes_events: [event(POD, 'FailedMount', message)] }))

      expect(referenceMissing.propose(scene)).toMatchObject([
        {
          entity: WORKLOAD,
          mechanism: 'secret_key_missing',
          for: [{ text: expect.stringContaining('the key tls.key of the Secret basket') as unknown }],
        },
      ])
    })
  })
})
