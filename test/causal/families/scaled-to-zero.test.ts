import { describe, expect, it } from 'vitest'
import { scaledToZero } from '../../../src/causal/families/scaled-to-zero.ts'
import { minute, version } from '../../support/facts.ts'
import { proposalsOf, WORKLOAD } from './cluster.ts'

function replicas(count: number, shape: Parameters<typeof version>[2] = {}) {
  return version(WORKLOAD, { spec: { replicas: count } }, shape)
}

describe('causal/families/scaled-to-zero', () => {
  it('names a workload that was scaled away, and less surely one that always stood at nothing', () => {
    const scaled = [replicas(2, { until: 15, isCurrent: false }), replicas(0, { at: 20, changedAt: minute(18) })]

    expect(proposalsOf(scaledToZero, { objects: scaled })).toEqual([`${WORKLOAD} scaled_to_zero changed`])
    expect(proposalsOf(scaledToZero, { objects: [replicas(0)] })).toEqual([`${WORKLOAD} scaled_to_zero static`])
  })

  it('says nothing of a workload that was brought back', () => {
    const objects = [replicas(0, { until: 15, isCurrent: false }), replicas(2, { at: 20, changedAt: minute(18) })]

    expect(proposalsOf(scaledToZero, { objects })).toEqual([])
  })
})
