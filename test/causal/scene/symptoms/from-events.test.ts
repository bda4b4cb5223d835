import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../../src/causal/scene/build-scene.ts'
import { factsOf, minute, OVERVIEW, version } from '../../../support/facts.ts'
import { event, POD, replicaSet, runningPod, workload } from '../../families/cluster.ts'

const WELL = [workload({}, 1), replicaSet(), runningPod({}, {}, true)]

function heard(events: readonly ReturnType<typeof event>[], objects: readonly ReturnType<typeof version>[] = []) {
  const { symptoms } = buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects, kubernetes_events: events }))
  return symptoms.map(({ kind, isBackground }) => `${kind}${isBackground ? ' (background)' : ''}`)
}

describe('causal/scene/symptoms/from-events', () => {
  it.each([
    ['FailedScheduling', '0/2 nodes are available', 'pod_pending'],
    ['FailedCreate', 'exceeded quota', 'pod_not_created'],
    ['Failed', 'Failed to pull image "x"', 'image_pull_failed'],
    ['Failed', 'Error: secret "x" not found', 'container_restart'],
    ['BackOff', 'Back-off pulling image "x"', 'image_pull_failed'],
    ['BackOff', 'Back-off restarting failed container', 'container_restart'],
    ['Unhealthy', 'Readiness probe failed: ', 'workload_unready'],
    ['BackoffLimitExceeded', 'Job has reached the specified backoff limit', 'job_failed'],
    ['DeadlineExceeded', 'Job was active longer than specified deadline', 'job_failed'],
  ])('hears %s (%s)', (reason, message, kind) => {
    expect(heard([event(POD, reason, message)])).toEqual([kind])
  })

  it('hears nothing in reasons that say how things go', () => {
    expect(heard([event(POD, 'Scheduled', 'Successfully assigned'), event(POD, 'Pulled', 'pulled image')])).toEqual([])
  })

  it('takes few failures of what is well since for how healthy starts look, and not many, nor a Job that was given up', () => {
    const job = version('shop/Job/mail', { status: { active: 1 } })
    const givenUp = event('shop/Job/mail', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', 1)

    expect(heard([event(POD, 'Unhealthy', 'Readiness probe failed: ', 4)], WELL)).toEqual(['workload_unready (background)'])
    expect(heard([event(POD, 'Unhealthy', 'Readiness probe failed: ', 5)], WELL)).toEqual(['workload_unready'])
    expect(heard([givenUp], [job])).toEqual(['job_failed'])
  })

  it('ends with its last time what an object that has got over it said often', () => {
    const finishedAt = minute(25).toISOString()
    const over = { restartCount: 6, lastState: { terminated: { reason: 'Error', exitCode: 1, finishedAt } } }
    const untilOf = (ready: boolean) => {
      const objects = [workload({}, 1), replicaSet(), runningPod({}, over, ready)]
      const said = event(POD, 'BackOff', 'Back-off restarting failed container', 6)
      const { symptoms } = buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects, kubernetes_events: [said] }))
      return symptoms.filter(({ source }) => source === 'event').map(({ until }) => until !== null)
    }

    expect([true, false].map(untilOf)).toEqual([[true], [false]])
  })

  it('takes what was said of a pod that is gone by now for history', () => {
    expect(heard([event('shop/Pod/basket-old', 'BackOff', 'Back-off restarting failed container', 50)], WELL)).toEqual([
      'container_restart (background)',
    ])
  })
})
