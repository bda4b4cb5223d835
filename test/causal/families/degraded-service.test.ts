import { describe, expect, it } from 'vitest'
import { degradedService } from '../../../src/causal/families/degraded-service.ts'
import { depends, version } from '../../support/facts.ts'
import { failedCall, logged, proposalsOf, replicaSet, runningPod, workload, WORKLOAD } from './cluster.ts'

const SERVICE = version('shop/Service/basket', { spec: { selector: { app: 'basket' } } })
const OBJECTS = [workload({}, 1), replicaSet(), runningPod({}, {}, true), SERVICE]
const ERRORS = logged('cannot read property currency of undefined', { incidentCount: 400 })

describe('causal/families/degraded-service', () => {
  it('places what a program logs at its workload, which people edit', () => {
    expect(proposalsOf(degradedService, { objects: OBJECTS, logs: [ERRORS] })).toEqual([`${WORKLOAD} service_failing inferred`])
  })

  it('places what others say at the Service that they call, also where its pods are known', () => {
    const failures = [failedCall('basket', { caller: 'shop/Deployment/front', failure: 'refused', count: 50 })]
    const front = version('shop/Deployment/front', { spec: { replicas: 1 }, status: { readyReplicas: 1 } })

    expect(proposalsOf(degradedService, { objects: [...OBJECTS, front], failures })).toEqual([
      'shop/Service/basket service_failing inferred',
    ])
  })

  it('places it at the service where no workload of it was read', () => {
    const line = logged(ERRORS.example, { entity: 'shop/Service/basket', incidentCount: 400 })

    expect(proposalsOf(degradedService, { logs: [line] })).toEqual(['shop/Service/basket service_failing inferred'])
  })

  it('leaves it to a callee that fails as well', () => {
    const callee = logged('disk failed', { entity: 'shop/Service/ledger', incidentCount: 400 })
    const dependencies = [depends('shop/Service/basket', 'shop/Service/ledger')]

    expect(proposalsOf(degradedService, { objects: OBJECTS, logs: [ERRORS, callee], dependencies })).toEqual([
      'shop/Service/ledger service_failing inferred',
    ])
  })

  it('names nobody whom a caller does not reach that reaches several no longer: it is the caller', () => {
    const failures = ['basket', 'ledger'].map((host) =>
      failedCall(host, { caller: 'shop/Deployment/front', failure: 'refused', count: 50 }),
    )
    const services = [version('shop/Service/ledger', { spec: {} }), version('shop/Deployment/front', { spec: {} })]

    expect(proposalsOf(degradedService, { objects: [...OBJECTS, ...services], failures })).toEqual([])
  })

  it('names nothing by numbers that is over', () => {
    expect(proposalsOf(degradedService, { objects: OBJECTS, logs: [{ ...ERRORS, lastAt: ERRORS.firstAt }] })).toEqual([])
  })
})
