import { describe, expect, it } from 'vitest'
import { recentChange } from '../../../src/causal/families/recent-change.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { busyFactsOf, minute, OVERVIEW, version } from '../../support/facts.ts'
import { event, logged, proposalsOf, WORKLOAD } from './cluster.ts'

const FAILS = [logged('cannot enqueue order', { incidentCount: 60 })]
const NIGHTLY = 'shop/CronJob/nightly'
const MIGRATION = 'shop/Job/migrate-42'
const STARTED = event(MIGRATION, 'SuccessfulCreate', 'Created pod: migrate-42-x2x4z', 1)

function edited(before: Record<string, unknown>, after: Record<string, unknown>) {
  return [
    version(NIGHTLY, { spec: before }, { until: 15, isCurrent: false }),
    version(NIGHTLY, { spec: after }, { at: 20, changedAt: minute(18) }),
  ]
}

describe('causal/families/recent-change', () => {
  it('puts forward what somebody edited, by what of it was changed', () => {
    const objectsOf = (after: Record<string, unknown>) => edited({ suspend: false, schedule: '0 3 * * *' }, after)

    expect(proposalsOf(recentChange, { objects: objectsOf({ suspend: true, schedule: '0 3 * * *' }), logs: FAILS })).toEqual([
      `${NIGHTLY} suspended recent`,
    ])
    expect(proposalsOf(recentChange, { objects: objectsOf({ suspend: false, schedule: '0 4 * * *' }), logs: FAILS })).toEqual([
      `${NIGHTLY} cronjob_changed recent`,
    ])
  })

  it('is silent where nothing is wrong, and of what was taken back', () => {
    const [before, after] = edited({ suspend: false }, { suspend: true })
    const back = version(NIGHTLY, { spec: { suspend: false } }, { at: 30, changedAt: minute(28) })

    expect(proposalsOf(recentChange, { objects: edited({ suspend: false }, { suspend: true }) })).toEqual([])
    expect(proposalsOf(recentChange, { objects: [before, after, back].flatMap((one) => one ?? []), logs: FAILS })).toEqual([])
  })

  it('puts forward a Job that somebody ran, and none that a schedule started', () => {
    const scheduled = event(NIGHTLY, 'SuccessfulCreate', 'Created job migrate-42', 1)

    expect(proposalsOf(recentChange, { events: [STARTED], logs: FAILS })).toEqual([`${MIGRATION} job_ran recent`])
    expect(proposalsOf(recentChange, { events: [STARTED, scheduled], logs: FAILS })).toEqual([])
  })

  it('puts forward a workload that was told to run another number of pods, and none that comes up or that a rule scales', () => {
    const scaled = (from: number, to: number) =>
      event(WORKLOAD, 'ScalingReplicaSet', `Scaled ${to > from ? 'up' : 'down'} replica set basket-6d5f from ${from} to ${to}`, 1)
    const ruledBy = (name: string) =>
      event(`shop/HorizontalPodAutoscaler/${name}`, 'SuccessfulRescale', 'New size: 1; reason: All metrics below target', 1)
    const autoscaler = version('shop/HorizontalPodAutoscaler/evening', {
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'basket' } },
    })

    expect(proposalsOf(recentChange, { events: [scaled(3, 1)], logs: FAILS })).toEqual([`${WORKLOAD} scaled recent`])
    expect(proposalsOf(recentChange, { events: [scaled(0, 3)], logs: FAILS })).toEqual([])
    expect(proposalsOf(recentChange, { events: [scaled(3, 1), ruledBy('basket')], logs: FAILS })).toEqual([])
    expect(proposalsOf(recentChange, { events: [scaled(3, 1), ruledBy('evening')], objects: [autoscaler], logs: FAILS })).toEqual([])
    expect(proposalsOf(recentChange, { events: [scaled(3, 1), ruledBy('quotes')], logs: FAILS })).toEqual([`${WORKLOAD} scaled recent`])
  })

  it('says how each can be taken back: what a Job did not with the Job, and a number of pods as it was', () => {
    const log = logged('cannot enqueue order', { incidentCount: 60 })
    const scaled = event(WORKLOAD, 'ScalingReplicaSet', 'Scaled down replica set basket-6d5f from 3 to 1', 1)
    const scene = buildScene(busyFactsOf({ overview: [OVERVIEW], log_patterns: [log], kubernetes_events: [STARTED, scaled] }))
    const actions = recentChange.propose(scene).map(({ action }) => [action?.kind, action?.commands.map((one) => one.arguments.join(' '))])

    expect(actions).toEqual([
      ['other', []],
      ['scale', ['kubectl -n shop scale deployment/basket --replicas=3']],
    ])
  })
})
