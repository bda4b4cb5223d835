import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { factsOf, minute, OVERVIEW, version } from '../../../support/facts.ts'

const JOB = 'shop/Job/mail'

function heard(...objects: readonly ReturnType<typeof version>[]) {
  const { symptoms } = buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects }))
  return symptoms.map(({ kind, entity }) => `${kind} ${entity}`)
}

function job(type: string, status = 'True') {
  return version(JOB, { status: { conditions: [{ type, status, reason: 'BackoffLimitExceeded' }] } })
}

describe('causal/scene/symptoms/from-objects', () => {
  it('hears a Job that was given up, and none that ended well or runs', () => {
    expect(heard(job('Failed'))).toEqual([`job_failed ${JOB}`])
    expect(heard(job('Complete'))).toEqual([])
    expect(heard(job('Failed', 'False'))).toEqual([])
    expect(heard(version(JOB, { status: { active: 1 } }))).toEqual([])
  })

  it('hears a workload of which Kubernetes leaves out the ready replicas: none is', () => {
    const deployment = (status: object, replicas = 1) => version('shop/Deployment/basket', { spec: { replicas }, status })

    expect(heard(deployment({ replicas: 1, unavailableReplicas: 1 }))).toEqual(['workload_unready shop/Deployment/basket'])
    expect(heard(deployment({ replicas: 1, readyReplicas: 1, updatedReplicas: 1 }))).toEqual([])
    expect(heard(deployment({}))).toEqual([])
  })

  it('hears what a container waits for, unless it is only being made', () => {
    const pod = (reason: string) =>
      version('shop/Pod/basket-1', { status: { phase: 'Running', containerStatuses: [{ name: 'main', state: { waiting: { reason } } }] } })

    expect(heard(pod('CreateContainerConfigError'))).toEqual(['container_restart shop/Pod/basket-1'])
    expect(heard(pod('ErrImagePull'))).toEqual(['image_pull_failed shop/Pod/basket-1'])
    expect(heard(pod('ContainerCreating'))).toEqual([])
  })

  it('dates a state by the first observation that shows it', () => {
    const status = (ready: number) => ({ spec: { replicas: 2 }, status: { replicas: 2, readyReplicas: ready, updatedReplicas: 2 } })
    const states = [2, 1, 0].map((ready, index) =>
      version('shop/Deployment/basket', status(ready), { at: index * 10, until: index * 10 + 5 }),
    )

    const { symptoms } = buildScene(factsOf({ overview: [OVERVIEW], object_versions: states }))

    expect(symptoms).toEqual([expect.objectContaining({ kind: 'workload_unready', since: minute(10) })])
  })
})
