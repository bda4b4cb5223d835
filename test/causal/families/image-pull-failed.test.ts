import { describe, expect, it } from 'vitest'
import { imagePullFailed } from '../../../src/causal/families/image-pull-failed.ts'
import { event, pod, POD, proposalsOf, replicaSet, runningPod, workload, WORKLOAD } from './cluster.ts'

const IMAGE = 'registry.shop.example/basket:2.1'
const PULL = `Failed to pull image "${IMAGE}": `
const OBJECTS = [workload({ containers: [{ name: 'main', image: IMAGE }] }), replicaSet(), pod()]

const REASONS = [
  ['containerd', 'rpc error: code = NotFound desc = failed to resolve reference: not found', 'image_reference_wrong'],
  ['Docker', 'rpc error: code = Unknown desc = Error response from daemon: manifest unknown', 'image_reference_wrong'],
  [
    'Docker Hub',
    'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    'image_reference_wrong',
  ],
  [
    'containerd',
    'failed to do request: Head "https://registry.shop.example/v2/": dial tcp: lookup registry.shop.example on 10.0.0.2:53: no such host',
    'image_registry_unresolvable',
  ],
  ['containerd', 'dial tcp: lookup registry.shop.example: Temporary failure in name resolution', 'image_registry_unresolvable'],
  ['containerd', 'failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized', 'image_pull_unauthorized'],
  ['Docker', 'Error response from daemon: unauthorized: authentication required', 'image_pull_unauthorized'],
  ['Docker Hub', 'toomanyrequests: You have reached your pull rate limit', 'image_pull_rate_limited'],
  ['containerd', 'dial tcp 10.9.8.7:443: i/o timeout', 'image_registry_unreachable'],
] as const

describe('causal/families/image-pull-failed', () => {
  it.each(REASONS)('reads what %s says: %s', (_source, words, mechanism) => {
    expect(proposalsOf(imagePullFailed, { objects: OBJECTS, events: [event(POD, 'Failed', PULL + words)] })).toEqual([
      `${WORKLOAD} ${mechanism} witnessed`,
    ])
  })

  it('takes a secret that cannot be retrieved as the reason where the registry does not tell, and as none without a failed pull', () => {
    const secret = event(
      POD,
      'FailedToRetrieveImagePullSecret',
      'Unable to retrieve some image pull secrets (carts); attempting to pull the image may not succeed.',
    )

    expect(
      proposalsOf(imagePullFailed, {
        objects: OBJECTS,
        events: [secret, event(POD, 'Failed', `${PULL}pull access denied, repository does not exist or may require authorization`)],
      }),
    ).toEqual([`${WORKLOAD} image_pull_unauthorized witnessed`])
    expect(proposalsOf(imagePullFailed, { objects: OBJECTS, events: [secret] })).toEqual([])
  })

  it('says nothing of a pod that is ready by now', () => {
    const objects = [workload({}, 1), replicaSet(), runningPod({}, {}, true)]

    expect(proposalsOf(imagePullFailed, { objects, events: [event(POD, 'Failed', `${PULL}not found`)] })).toEqual([])
  })

  it('takes what was said about a pod that is gone as history', () => {
    const events = [event('shop/Pod/basket-0000-gone1', 'Failed', `${PULL}not found`)]

    expect(proposalsOf(imagePullFailed, { objects: OBJECTS, events })).toEqual([])
  })

  it('hears the runtime from the state of the container where no event keeps what it said', () => {
    const waits = (reason: string, message: string) => [...OBJECTS.slice(0, 2), runningPod({ state: { waiting: { reason, message } } })]
    const words = `rpc error: code = NotFound desc = failed to pull and unpack image "${IMAGE}": ${IMAGE}: not found`
    const named = [`${WORKLOAD} image_reference_wrong witnessed`]

    expect(proposalsOf(imagePullFailed, { objects: waits('ErrImagePull', words) })).toEqual(named)
    expect(
      proposalsOf(imagePullFailed, { objects: waits('ImagePullBackOff', `Back-off pulling image "${IMAGE}": ErrImagePull: ${words}`) }),
    ).toEqual(named)
    expect(proposalsOf(imagePullFailed, { objects: waits('ImagePullBackOff', `Back-off pulling image "${IMAGE}"`) })).toEqual([])
    expect(proposalsOf(imagePullFailed, { objects: waits('CreateContainerConfigError', 'configmap "prices" not found') })).toEqual([])
  })
})
