import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { autoscalerCapped } from '../../../src/causal/families/autoscaler-capped.ts'
import { factsOf, minute, version } from '../../support/facts.ts'
import { event, proposalsOf, workload, WORKLOAD } from './cluster.ts'

const SCALER = 'shop/HorizontalPodAutoscaler/basket'
const LOWERED = [`${SCALER} autoscaler_limit_lowered changed`]
const CUT = event(SCALER, 'SuccessfulRescale', 'New size: 1; reason: Current number of replicas above Spec.MaxReplicas', 1)

function scaler(maxReplicas: number, shape: Parameters<typeof version>[2] = {}, status: Readonly<Record<string, unknown>> = {}) {
  return version(SCALER, { spec: { scaleTargetRef: { kind: 'Deployment', name: 'basket' }, minReplicas: 1, maxReplicas }, status }, shape)
}

function proposed(...scalers: readonly ReturnType<typeof scaler>[]) {
  return proposalsOf(autoscalerCapped, { objects: [workload(), ...scalers] })
}

describe('causal/families/autoscaler-capped', () => {
  it('names the autoscaler that took pods away because there were more than its limit, from then on', () => {
    const facts = factsOf({ object_versions: [workload(), scaler(1)], kubernetes_events: [CUT] })

    expect(proposalsOf(autoscalerCapped, { objects: [workload(), scaler(1)], events: [CUT] })).toEqual(LOWERED)
    expect(autoscalerCapped.propose(buildScene(facts))).toMatchObject([{ since: minute(20), victims: [WORKLOAD] }])
  })

  it('says nothing of one that scales for any other reason', () => {
    for (const reason of ['All metrics below target', 'Current number of replicas below Spec.MinReplicas']) {
      const events = [event(SCALER, 'SuccessfulRescale', `New size: 1; reason: ${reason}`, 1)]

      expect(proposalsOf(autoscalerCapped, { objects: [workload(), scaler(1)], events })).toEqual([])
    }
  })

  it('names one whose limit went down between two observations, and not up, nor down and up again', () => {
    const before = (limit: number) => scaler(limit, { until: 15, isCurrent: false })

    expect(proposed(before(4), scaler(1, { at: 20 }))).toEqual(LOWERED)
    expect(proposed(before(1), scaler(4, { at: 20 }))).toEqual([])
    expect(proposed(before(4), scaler(1, { at: 20, until: 25, isCurrent: false }), scaler(4, { at: 30 }))).toEqual([])
  })

  describe('of which only the last write of its limit is known', () => {
    const writes = [{ by: 'kubectl-edit', at: minute(20), fields: ['spec.maxReplicas'] }]
    const written = (status: Readonly<Record<string, unknown>>) => ({ ...scaler(1, {}, status), writes })

    it('is named where it wants as many pods as it may have, and never verified: the limit may have been raised', () => {
      const facts = factsOf({ object_versions: [workload(), written({ desiredReplicas: 1 })] })

      expect(proposed(written({ desiredReplicas: 1 }))).toEqual([`${SCALER} autoscaler_limit_lowered measured`])
      expect(autoscalerCapped.propose(buildScene(facts)).map(({ isReasonUnknown }) => isReasonUnknown)).toEqual([true])
    })

    it('is not named where it wants fewer, or nobody says what it wants', () => {
      expect(proposed(written({ desiredReplicas: 0 }))).toEqual([])
      expect(proposed(written({}))).toEqual([])
    })
  })
})
