import { describe, expect, it } from 'vitest'
import { jobFailed } from '../../../src/causal/families/job-failed.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { factsOf, minute, OVERVIEW, version } from '../../support/facts.ts'
import { event, failedCall, logged, proposalsOf } from './cluster.ts'

const JOB = 'shop/Job/mail'
const FAILED = [`${JOB} job_failed witnessed`]

function job(type: string, reason: string, status = 'True') {
  return version(JOB, { status: { conditions: [{ type, status, reason, lastTransitionTime: '2026-05-27T14:00:00Z' }] } })
}

describe('causal/families/job-failed', () => {
  it.each(['BackoffLimitExceeded', 'DeadlineExceeded', 'PodFailurePolicy'])('names a Job that was given up: %s', (reason) => {
    expect(proposalsOf(jobFailed, { objects: [job('Failed', reason)] })).toEqual(FAILED)
  })

  it('names one that only its events speak of, and once where both do', () => {
    const events = [event(JOB, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')]

    expect(proposalsOf(jobFailed, { events })).toEqual(FAILED)
    expect(proposalsOf(jobFailed, { events, objects: [job('Failed', 'BackoffLimitExceeded')] })).toEqual(FAILED)
  })

  it('quotes what its program said', () => {
    expect(
      proposalsOf(jobFailed, { objects: [job('Failed', 'BackoffLimitExceeded')], logs: [logged('no queue', { entity: JOB })] }),
    ).toEqual(FAILED)
  })

  it('names the CronJob that makes it, by the owner that it names or by the event of the CronJob', () => {
    const owned = { metadata: { ownerReferences: [{ kind: 'CronJob', name: 'nightly' }] } }
    const failed = version(JOB, { ...owned, status: { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] } })
    const events = [
      event(JOB, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'),
      event('shop/CronJob/nightly', 'SuccessfulCreate', 'Created job mail'),
    ]
    const named = ['shop/CronJob/nightly job_failed witnessed']

    expect(proposalsOf(jobFailed, { objects: [failed] })).toEqual(named)
    expect(proposalsOf(jobFailed, { events })).toEqual(named)
    expect(proposalsOf(jobFailed, { events: events.slice(0, 1) })).toEqual(FAILED)
  })

  it('is over once a later Job of the CronJob ended well, by its status or its events', () => {
    const owned = { metadata: { ownerReferences: [{ kind: 'CronJob', name: 'nightly' }] } }
    const condition = { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: minute(20).toISOString() }
    const failed = version(JOB, { ...owned, status: { conditions: [condition] } })
    const nightly = (at: number) => version('shop/CronJob/nightly', { status: { lastSuccessfulTime: minute(at).toISOString() } })
    const ended = event('shop/CronJob/nightly', 'SawCompletedJob', 'Saw completed job: nightly-2, condition: Complete')
    const endOf = (rows: Parameters<typeof factsOf>[0]) =>
      jobFailed.propose(buildScene(factsOf({ overview: [OVERVIEW], ...rows })))[0]?.endedAt

    expect(endOf({ object_versions: [failed, nightly(25)] })).toEqual(minute(25))
    expect(endOf({ object_versions: [failed], kubernetes_events: [ended] })).toEqual(minute(30))
    expect(endOf({ object_versions: [failed, nightly(10)] })).toBeNull()
  })

  it('takes a Job whose program blames whom it calls for hurt', () => {
    const words = 'dial tcp ledger:80: connection refused'
    const logs = [logged(words, { entity: JOB })]
    const failures = [failedCall('ledger', { caller: JOB, failure: 'refused', example: words })]
    const objects = [job('Failed', 'BackoffLimitExceeded')]

    expect(proposalsOf(jobFailed, { objects, logs, failures })).toEqual([`${JOB} job_failed inferred`])
    expect(proposalsOf(jobFailed, { objects, logs })).toEqual(FAILED)
  })

  it('says nothing of a Job that ended well, is held back, runs, or whose condition is over', () => {
    expect(proposalsOf(jobFailed, { objects: [job('Complete', 'CompletionsReached')] })).toEqual([])
    expect(proposalsOf(jobFailed, { objects: [job('Suspended', 'JobSuspended')] })).toEqual([])
    expect(proposalsOf(jobFailed, { objects: [job('Failed', 'BackoffLimitExceeded', 'False')] })).toEqual([])
    expect(proposalsOf(jobFailed, { objects: [version(JOB, { status: { active: 1 } })] })).toEqual([])
    expect(proposalsOf(jobFailed, { events: [event(JOB, 'SuccessfulCreate', 'Created pod: mail-x')] })).toEqual([])
  })
})
