import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { decides, isAdmitted, selects, type Direction } from '../../../../src/causal/scene/kubernetes/policy-admission.ts'
import type { EntityId } from '../../../../src/domain/entity.ts'
import { factsOf, version } from '../../../support/facts.ts'

const CART = 'shop/Deployment/cart'
const BANK = 'bank/Deployment/ledger'

function deployment(entity: EntityId, app: string) {
  return version(entity, { spec: { template: { metadata: { labels: { app } } } } })
}

function policy(name: string, spec: Readonly<Record<string, unknown>>) {
  return version(`shop/NetworkPolicy/${name}`, { spec: { podSelector: { matchLabels: { app: 'cart' } }, ...spec } })
}

function sceneOf(...policies: readonly ReturnType<typeof policy>[]) {
  const bank = version('_cluster/Namespace/bank', { metadata: { namespace: undefined, labels: { zone: 'money' } } })
  const workloads = [deployment(CART, 'cart'), deployment('shop/Deployment/front', 'front'), deployment(BANK, 'ledger'), bank]
  return buildScene(factsOf({ object_versions: [...workloads, ...policies] }))
}

type Policies = readonly ReturnType<typeof policy>[]

function isOpen(direction: Direction, other: EntityId, policies: Policies): boolean {
  const scene = sceneOf(...policies)
  const [of] = scene.objects.versionsOf(CART)
  const [peer] = scene.objects.versionsOf(other)
  if (of === undefined || peer === undefined) throw new Error('the scene lacks a workload')
  return isAdmitted({ direction, of, other: peer }, scene)
}

const ingress = (other: EntityId, ...policies: Policies) => isOpen('ingress', other, policies)
const FRONT = 'shop/Deployment/front'
const from = (...peers: readonly object[]) => ({ ingress: [{ from: peers }] })

describe('causal/scene/kubernetes/policy-admission', () => {
  it('leaves pods open that no policy selects, in the direction that it is asked for', () => {
    expect(ingress(FRONT)).toBe(true)
    expect(ingress(FRONT, policy('other', { podSelector: { matchLabels: { app: 'front' } } }))).toBe(true)
    expect(isOpen('egress', FRONT, [policy('in', { policyTypes: ['Ingress'] })])).toBe(true)
  })

  it('shuts everybody out of pods that a policy selects without a rule, also by the selector that takes all', () => {
    expect(ingress(FRONT, policy('closed', { policyTypes: ['Ingress'] }))).toBe(false)
    expect(ingress(FRONT, policy('all', { podSelector: {} }))).toBe(false)
    expect(isOpen('egress', FRONT, [policy('out', { policyTypes: ['Egress'] })])).toBe(false)
  })

  it('adds several policies up', () => {
    const closed = policy('closed', { policyTypes: ['Ingress'] })

    expect(ingress(FRONT, closed, policy('front', from({ podSelector: { matchLabels: { app: 'front' } } })))).toBe(true)
    expect(ingress(FRONT, closed, policy('other', from({ podSelector: { matchLabels: { app: 'mail' } } })))).toBe(false)
  })

  it('lets everybody in by a rule without peers, and by an address block, which may be anybody', () => {
    expect(ingress(FRONT, policy('any', { ingress: [{}] }))).toBe(true)
    expect(ingress(FRONT, policy('block', from({ ipBlock: { cidr: '10.0.0.0/8' } })))).toBe(true)
  })

  it('means pods of its own namespace by a pod selector alone', () => {
    const everyPod = policy('here', from({ podSelector: {} }))

    expect(ingress(FRONT, everyPod)).toBe(true)
    expect(ingress(BANK, everyPod)).toBe(false)
  })

  it('knows another namespace by its labels and by the name that Kubernetes gives it, together with the pods in it', () => {
    const zone = { namespaceSelector: { matchLabels: { zone: 'money' } } }
    const named = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } } }

    expect(ingress(BANK, policy('zone', from(zone)))).toBe(true)
    expect(ingress(BANK, policy('named', from(named)))).toBe(true)
    expect(ingress(BANK, policy('both', from({ ...named, podSelector: { matchLabels: { app: 'ledger' } } })))).toBe(true)
    expect(ingress(BANK, policy('both', from({ ...named, podSelector: { matchLabels: { app: 'till' } } })))).toBe(false)
    expect(ingress(FRONT, policy('zone', from(zone)))).toBe(false)
  })

  it('governs pods of its own namespace only', () => {
    const scene = sceneOf(policy('all', { podSelector: {} }))
    const [all] = scene.objects.versionsOf('shop/NetworkPolicy/all')
    const [cart, bank] = [scene.objects.versionsOf(CART)[0], scene.objects.versionsOf(BANK)[0]]
    if (all === undefined || cart === undefined || bank === undefined) throw new Error('the scene lacks an object')

    expect(selects(all, cart)).toBe(true)
    expect(selects(all, bank)).toBe(false)
  })

  it('decides about what its types list; without types about ingress, and about egress when it has rules for it', () => {
    const asked = (spec: Readonly<Record<string, unknown>>) => {
      const row = { locator: 'p#2', ...policy('p', spec) }
      return (['ingress', 'egress'] as const).filter((direction) => decides({ evidenceId: 'E1', row }, direction))
    }

    expect(asked({})).toEqual(['ingress'])
    expect(asked({ egress: [{}] })).toEqual(['ingress', 'egress'])
    expect(asked({ policyTypes: ['Egress'] })).toEqual(['egress'])
  })
})
