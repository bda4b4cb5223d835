import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { autoscaler } from '../../../src/causal/families/autoscaler.ts'
import { factsOf, minute, OVERVIEW, version } from '../../support/facts.ts'
import { event, proposalsOf, workload, WORKLOAD } from './cluster.ts'

const SCALER = 'shop/HorizontalPodAutoscaler/basket'

function scaler(percent: number, shape: Parameters<typeof version>[2] = {}) {
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } }]
  const metadata = { creationTimestamp: minute(shape.at ?? 0).toISOString() }
  return version(SCALER, { metadata, spec: { scaleTargetRef: { kind: 'Deployment', name: 'basket' }, maxReplicas: 9, metrics } }, shape)
}

const SCALED = event(SCALER, 'SuccessfulRescale', 'New size: 8; reason: cpu resource utilization (percentage of request) above target')

describe('causal/families/autoscaler', () => {
  it('names a new autoscaler that adds pods without need, and trusts it more once it has', () => {
    const objects = [workload(), scaler(4, { at: 20 })]

    expect(proposalsOf(autoscaler, { objects })).toEqual([`${SCALER} autoscaler_aggressive changed`])
    expect(proposalsOf(autoscaler, { objects, events: [SCALED] })).toEqual([`${SCALER} autoscaler_aggressive witnessed`])
  })

  it('says nothing of a common target, even when it scales', () => {
    expect(proposalsOf(autoscaler, { objects: [workload(), scaler(70, { at: 20 })], events: [SCALED] })).toEqual([])
  })

  it('says nothing of a low target that was always there and does nothing', () => {
    expect(proposalsOf(autoscaler, { objects: [workload(), scaler(4)] })).toEqual([])
  })

  it('takes it from the state of one that nobody saw come that it wants all that it may have', () => {
    const { object, ...seen } = scaler(4)
    const scaled = (desiredReplicas: number) => ({ ...seen, object: { ...object, status: { desiredReplicas } } })

    expect(proposalsOf(autoscaler, { objects: [workload(), scaled(9)] })).toEqual([`${SCALER} autoscaler_aggressive witnessed`])
    expect(proposalsOf(autoscaler, { objects: [workload(), scaled(2)] })).toEqual([])
  })

  it('takes those that came about together for one act, in whatever namespaces, and later ones for another', () => {
    const elsewhere = (name: string, at: number) => {
      const { object } = scaler(4, { at })
      return version(
        `${name}/HorizontalPodAutoscaler/quotes`,
        { ...object, metadata: { creationTimestamp: minute(at).toISOString() } },
        { at },
      )
    }
    const objects = [workload(), scaler(4, { at: 20 }), elsewhere('stock', 21), elsewhere('back', 33)]
    const acts = autoscaler.propose(buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects }))).map(({ act }) => act)

    expect(acts).toHaveLength(3)
    expect([acts[0] === acts[1], acts[1] === acts[2]]).toEqual([true, false])
  })
})

const LOWERED = [`${SCALER} autoscaler_limit_lowered changed`]
const CUT = event(SCALER, 'SuccessfulRescale', 'New size: 1; reason: Current number of replicas above Spec.MaxReplicas', 1)

function limited(maxReplicas: number, shape: Parameters<typeof version>[2] = {}, status: Readonly<Record<string, unknown>> = {}) {
  return version(SCALER, { spec: { scaleTargetRef: { kind: 'Deployment', name: 'basket' }, minReplicas: 1, maxReplicas }, status }, shape)
}

function proposed(...scalers: readonly ReturnType<typeof limited>[]) {
  return proposalsOf(autoscaler, { objects: [workload(), ...scalers] })
}

describe('causal/families/autoscaler, of its limit', () => {
  it('names the autoscaler that took pods away because there were more than its limit, from then on', () => {
    const facts = factsOf({ object_versions: [workload(), limited(1)], kubernetes_events: [CUT] })

    expect(proposalsOf(autoscaler, { objects: [workload(), limited(1)], events: [CUT] })).toEqual(LOWERED)
    expect(autoscaler.propose(buildScene(facts))).toMatchObject([{ since: minute(20), victims: [WORKLOAD] }])
  })

  it('says nothing of one that scales for any other reason', () => {
    for (const reason of ['All metrics below target', 'Current number of replicas below Spec.MinReplicas']) {
      const events = [event(SCALER, 'SuccessfulRescale', `New size: 1; reason: ${reason}`, 1)]

      expect(proposalsOf(autoscaler, { objects: [workload(), limited(1)], events })).toEqual([])
    }
  })

  it('names one whose limit went down between two observations, and not up, nor down and up again', () => {
    const before = (limit: number) => limited(limit, { until: 15, isCurrent: false })

    expect(proposed(before(4), limited(1, { at: 20 }))).toEqual(LOWERED)
    expect(proposed(before(1), limited(4, { at: 20 }))).toEqual([])
    expect(proposed(before(4), limited(1, { at: 20, until: 25, isCurrent: false }), limited(4, { at: 30 }))).toEqual([])
  })

  describe('of which only the last write of its limit is known', () => {
    const writes = [{ by: 'kubectl-edit', at: minute(20), fields: ['spec.maxReplicas'] }]
    const written = (status: Readonly<Record<string, unknown>>) => ({ ...limited(1, {}, status), writes })

    it('is named where it wants as many pods as it may have, and never verified: the limit may have been raised', () => {
      const facts = factsOf({ object_versions: [workload(), written({ desiredReplicas: 1 })] })

      expect(proposed(written({ desiredReplicas: 1 }))).toEqual([`${SCALER} autoscaler_limit_lowered measured`])
      expect(autoscaler.propose(buildScene(facts)).map(({ isReasonUnknown }) => isReasonUnknown)).toEqual([true])
    })

    it('is not named where it wants fewer, or nobody says what it wants', () => {
      expect(proposed(written({ desiredReplicas: 0 }))).toEqual([])
      expect(proposed(written({}))).toEqual([])
    })
  })
})
