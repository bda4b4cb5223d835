import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { aggressiveAutoscaler } from '../../../src/causal/families/autoscaler.ts'
import { factsOf, minute, OVERVIEW, version } from '../../support/facts.ts'
import { event, proposalsOf, workload } from './cluster.ts'

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

    expect(proposalsOf(aggressiveAutoscaler, { objects })).toEqual([`${SCALER} autoscaler_aggressive changed`])
    expect(proposalsOf(aggressiveAutoscaler, { objects, events: [SCALED] })).toEqual([`${SCALER} autoscaler_aggressive witnessed`])
  })

  it('says nothing of a common target, even when it scales', () => {
    expect(proposalsOf(aggressiveAutoscaler, { objects: [workload(), scaler(70, { at: 20 })], events: [SCALED] })).toEqual([])
  })

  it('says nothing of a low target that was always there and does nothing', () => {
    expect(proposalsOf(aggressiveAutoscaler, { objects: [workload(), scaler(4)] })).toEqual([])
  })

  it('takes it from the state of one that nobody saw come that it wants all that it may have', () => {
    const { object, ...seen } = scaler(4)
    const scaled = (desiredReplicas: number) => ({ ...seen, object: { ...object, status: { desiredReplicas } } })

    expect(proposalsOf(aggressiveAutoscaler, { objects: [workload(), scaled(9)] })).toEqual([`${SCALER} autoscaler_aggressive witnessed`])
    expect(proposalsOf(aggressiveAutoscaler, { objects: [workload(), scaled(2)] })).toEqual([])
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
    const acts = aggressiveAutoscaler.propose(buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects }))).map(({ act }) => act)

    expect(acts).toHaveLength(3)
    expect([acts[0] === acts[1], acts[1] === acts[2]]).toEqual([true, false])
  })
})
