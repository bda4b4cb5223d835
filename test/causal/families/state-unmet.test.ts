import { describe, expect, it } from 'vitest'
import { stateUnmet } from '../../../src/causal/families/state-unmet.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { factsOf, OVERVIEW, version } from '../../support/facts.ts'

function scene(entity: EntityId, object: Readonly<Record<string, unknown>>) {
  return buildScene(factsOf({ overview: [OVERVIEW], object_versions: [version(entity, object)] }))
}

function said(entity: EntityId, object: Readonly<Record<string, unknown>>) {
  return stateUnmet.propose(scene(entity, object)).map((one) => [one.entity, one.basis, one.for[0]?.text])
}

const conditions = (...all: readonly object[]) => ({ status: { conditions: all } })

describe('causal/families/state-unmet', () => {
  it('names an object of any kind that says it is not as it should be, and why', () => {
    const issued = { type: 'Ready', status: 'False', reason: 'Pending', message: 'Issuer "corp" not found' }

    expect(said('shop/Certificate/till', conditions(issued))).toEqual([
      ['shop/Certificate/till', 'witnessed', 'Certificate till is not Ready'],
    ])
  })

  it('only measures what is said without a reason', () => {
    expect(said('shop/HorizontalPodAutoscaler/till', conditions({ type: 'ScalingActive', status: 'False' }))).toEqual([
      ['shop/HorizontalPodAutoscaler/till', 'measured', 'HorizontalPodAutoscaler till is not ScalingActive'],
    ])
  })

  it('hears types that tell of trouble, unless they say that there is none', () => {
    expect(said('shop/Kustomization/till', conditions({ type: 'Stalled', status: 'True' }))).toHaveLength(1)
    expect(said('shop/Kustomization/till', conditions({ type: 'Stalled', status: 'False' }, { type: 'Ready', status: 'True' }))).toEqual([])
    expect(said('shop/Kustomization/till', conditions({ type: 'Ready', status: 'Unknown' }, { type: 'Paused', status: 'True' }))).toEqual(
      [],
    )
  })

  it('reads a phase, and the health of what a deployment tool keeps', () => {
    expect(said('shop/PersistentVolumeClaim/data', { status: { phase: 'Lost' } })).toHaveLength(1)
    expect(said('shop/PersistentVolumeClaim/data', { status: { phase: 'Bound' } })).toEqual([])
    expect(said('shop/Application/till', { status: { health: { status: 'Degraded' } } })).toHaveLength(1)
  })

  it.each(['*/5 * * * *', '@hourly', '@every 1h30m', 'CRON_TZ=Europe/Berlin 0 6 * * MON-FRI', 'TZ=UTC 0 0 1,15 * ?'])(
    'can read the schedule %s',
    (schedule) => {
      expect(said('shop/CronJob/trim', { spec: { schedule } })).toEqual([])
    },
  )

  it.each([
    { schedule: 'every morning' },
    { schedule: '0 6 * *' },
    { schedule: '@sometimes' },
    { schedule: '0 6 * * *', startingDeadlineSeconds: -60 },
  ])('says of a CronJob that it never runs: %o', (spec) => {
    expect(said('shop/CronJob/trim', { spec })).toEqual([['shop/CronJob/trim', 'witnessed', expect.stringContaining('CronJob trim')]])
  })

  it('leaves pods, nodes, Jobs and workloads to those who read them', () => {
    for (const kind of ['Pod', 'Node', 'Job', 'Deployment'])
      expect(said(`shop/${kind}/till`, conditions({ type: 'Ready', status: 'False' }, { type: 'Failed', status: 'True' }))).toEqual([])
  })

  it('is a symptom as well, and a ReplicaSet that says so makes no pods', () => {
    const refused = conditions({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' })

    expect(scene('shop/ReplicaSet/till-1', refused).symptoms).toEqual([expect.objectContaining({ kind: 'pod_not_created' })])
    expect(scene('shop/Application/till', { status: { phase: 'Failed' } }).symptoms).toEqual([
      expect.objectContaining({ kind: 'state_unmet', strength: 0.6 }),
    ])
  })

  it('names the ReplicaSet that says why it makes no pods, and a pod that a gate holds back', () => {
    const refused = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'no service account "till"' }
    const gated = { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }

    expect(said('shop/ReplicaSet/till-1', conditions(refused))).toEqual([
      ['shop/ReplicaSet/till-1', 'witnessed', 'ReplicaSet till-1 says ReplicaFailure'],
    ])
    expect(said('shop/Pod/till', { status: gated })).toEqual([['shop/Pod/till', 'witnessed', 'Pod till is held back by a scheduling gate']])
  })

  it('hears a rollout that stands although enough replicas are there', () => {
    const stands = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }
    const status = { replicas: 1, readyReplicas: 1 }

    expect(scene('shop/Deployment/till', { spec: { replicas: 1 }, status: { ...status, conditions: [stands] } }).symptoms).toEqual([
      expect.objectContaining({ kind: 'workload_unready', text: 'shop/Deployment/till has a rollout that stands' }),
    ])
    expect(scene('shop/Deployment/till', { spec: { replicas: 1 }, status }).symptoms).toEqual([])
  })

  it('hears a Job that fails before it is given up, and a pod that ended and is not started again', () => {
    expect(scene('shop/Job/trim', { status: { failed: 1 } }).symptoms).toEqual([expect.objectContaining({ kind: 'job_failed' })])
    expect(scene('shop/Job/trim', { status: { failed: 1, succeeded: 1 } }).symptoms).toEqual([])
    const ended = { containerStatuses: [{ name: 'main', ready: false, state: { terminated: { exitCode: 1, reason: 'Error' } } }] }
    const owned = { metadata: { ownerReferences: [{ kind: 'Job', name: 'trim' }] } }

    expect(scene('shop/Pod/till', { status: { phase: 'Failed', ...ended } }).symptoms).toEqual([
      expect.objectContaining({ kind: 'container_restart' }),
    ])
    expect(scene('shop/Pod/till', { ...owned, status: { phase: 'Failed', ...ended } }).symptoms).toEqual([])
  })
})
