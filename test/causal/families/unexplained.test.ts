import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { diagnose } from '../../../src/causal/diagnose.ts'
import { unexplained } from '../../../src/causal/families/unexplained.ts'
import { VERIFIED_FROM } from '../../../src/domain/confidence.ts'
import { depends, factsOf, minute, OVERVIEW, START, version } from '../../support/facts.ts'
import { event, failedCall, logged, pod, POD, proposalsOf, replicaSet, runningPod, workload, WORKLOAD, type Cluster } from './cluster.ts'

const OBJECTS = [workload(), replicaSet(), pod()]
const SERVICE = version('shop/Service/basket', { spec: { selector: { app: 'basket' } } })
const WELL = [workload({}, 1), replicaSet(), runningPod({}, {}, true), SERVICE]
const ERRORS = logged('cannot read property currency of undefined', { incidentCount: 400 })

/** Whether the mechanism itself leaves open what is wrong, of each proposal. */
function areOpen({ objects = [], events = [] }: Cluster): readonly (boolean | undefined)[] {
  const scene = buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects, kubernetes_events: events }))
  return unexplained.propose(scene).map(({ isReasonUnknown }) => isReasonUnknown)
}

/** What the whole engine makes of it. */
function answerTo({ objects = [], events = [] }: Cluster) {
  return diagnose(factsOf({ overview: [OVERVIEW], object_versions: objects, kubernetes_events: events })).submission
}

/** A deployment whose rollout passed its deadline. */
function stuck() {
  const { object, ...row } = workload()
  const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }]
  return { ...row, object: { ...object, status: { replicas: 1, readyReplicas: 0, conditions } } }
}

describe('causal/families/unexplained', () => {
  it('names nothing of which only alerts tell, and a service of which its own log tells too', () => {
    const alert = {
      name: 'HighRequestErrorRate',
      entity: 'shop/Service/basket' as const,
      state: 'firing' as const,
      labels: {},
      summary: '',
      startsAt: minute(25),
      endsAt: null,
      value: 1,
    }
    const alone = factsOf({ overview: [OVERVIEW], alerts: [alert], object_versions: WELL })
    const told = factsOf({ overview: [OVERVIEW], alerts: [alert], object_versions: WELL, log_patterns: [ERRORS] })

    expect(unexplained.propose(buildScene(alone))).toEqual([])
    expect(unexplained.propose(buildScene(told))).toHaveLength(1)
  })

  it('places what a program logs at its workload, which people edit', () => {
    expect(proposalsOf(unexplained, { objects: WELL, logs: [ERRORS] })).toEqual([`${WORKLOAD} service_failing inferred`])
  })

  it('places what others say at the Service that they call, also where its pods are known', () => {
    const failures = [failedCall('basket', { caller: 'shop/Deployment/front', failure: 'refused', count: 50 })]
    const front = version('shop/Deployment/front', { spec: { replicas: 1 }, status: { readyReplicas: 1 } })

    expect(proposalsOf(unexplained, { objects: [...WELL, front], failures })).toEqual(['shop/Service/basket service_failing inferred'])
  })

  it('places it at the service where no workload of it was read', () => {
    const line = logged(ERRORS.example, { entity: 'shop/Service/basket', incidentCount: 400 })

    expect(proposalsOf(unexplained, { logs: [line] })).toEqual(['shop/Service/basket service_failing inferred'])
  })

  it('leaves it to a callee that fails as well', () => {
    const callee = logged('disk failed', { entity: 'shop/Service/ledger', incidentCount: 400 })
    const dependencies = [depends('shop/Service/basket', 'shop/Service/ledger')]

    expect(proposalsOf(unexplained, { objects: WELL, logs: [ERRORS, callee], dependencies })).toEqual([
      'shop/Service/ledger service_failing inferred',
    ])
  })

  it('names nobody whom a caller does not reach that reaches several no longer: it is the caller', () => {
    const failures = ['basket', 'ledger'].map((host) =>
      failedCall(host, { caller: 'shop/Deployment/front', failure: 'refused', count: 50 }),
    )
    const services = [version('shop/Service/ledger', { spec: {} }), version('shop/Deployment/front', { spec: {} })]

    expect(proposalsOf(unexplained, { objects: [...WELL, ...services], failures })).toEqual([])
  })

  it('names nothing by numbers that is over', () => {
    expect(proposalsOf(unexplained, { objects: WELL, logs: [{ ...ERRORS, lastAt: ERRORS.firstAt }] })).toEqual([])
  })

  it('says once that a program restarts: its object says that it is not ready', () => {
    const events = [event(POD, 'BackOff', 'Back-off restarting failed container')]

    expect(proposalsOf(unexplained, { objects: [workload(), replicaSet(), runningPod({}), SERVICE], events })).toEqual([
      `${WORKLOAD} not_ready inferred`,
    ])
  })

  it.each([
    ['ErrImagePull', 'manifest unknown', 'image_not_pulled'],
    ['FailedCreate', 'pods "basket" is forbidden', 'pods_not_created'],
    ['FailedMount', 'a volume is not there yet', 'pods_pending'],
  ])('says what %s says, of the workload that owns the pod, and infers it', (reason, message, mechanism) => {
    const cluster = { objects: OBJECTS, events: [event(POD, reason, message)] }

    expect(proposalsOf(unexplained, cluster)).toEqual([`${WORKLOAD} ${mechanism} inferred`])
  })

  it('calls a workload whose pods run and do not get ready just that', () => {
    const cluster = { objects: [workload(), replicaSet(), runningPod({})], events: [event(POD, 'Unhealthy', 'Readiness probe failed')] }

    expect(proposalsOf(unexplained, cluster)).toEqual([`${WORKLOAD} not_ready inferred`])
  })

  it('names the most telling of what several objects of a workload say, once', () => {
    const events = [event(POD, 'Unhealthy', 'Readiness probe failed'), event(POD, 'ErrImagePull', 'manifest unknown')]

    expect(proposalsOf(unexplained, { objects: OBJECTS, events })).toEqual([`${WORKLOAD} image_not_pulled inferred`])
  })

  it('calls it a rollout that stands where the workload itself says so', () => {
    expect(proposalsOf(unexplained, { objects: [stuck(), replicaSet(), pod()] })).toEqual([`${WORKLOAD} rollout_stands inferred`])
  })

  it('says nothing of a workload that gets where it should', () => {
    const objects = [workload({}, 1), replicaSet(), runningPod({ ready: true }, {}, true)]

    expect(proposalsOf(unexplained, { objects })).toEqual([])
  })

  it('says nothing of one that waits for another that stands still, but of that one', () => {
    const other = 'shop/Deployment/quotes'
    const selector = { selector: { matchLabels: { app: 'quotes' } } }
    const down = version(other, { spec: { replicas: 1, ...selector }, status: { replicas: 1, readyReplicas: 0 } })
    const dependencies = [depends(WORKLOAD, other)]

    expect(proposalsOf(unexplained, { objects: [workload(), down] })).toHaveLength(2)
    expect(proposalsOf(unexplained, { objects: [workload(), down], dependencies })).toEqual([`${other} not_ready inferred`])
  })

  it('never makes anything verified: it says that the reason is open', () => {
    const cluster = { objects: [stuck(), replicaSet(), pod()], events: [event(POD, 'Unhealthy', 'Readiness probe failed')] }

    const { rootCauses, alternatives } = answerTo(cluster)

    const own = [...rootCauses, ...alternatives]
    expect(areOpen(cluster)).toEqual([true])
    expect(own).toHaveLength(1)
    expect(own[0]).toMatchObject({ entity: WORKLOAD })
    expect(own[0]?.confidence).toBeLessThan(VERIFIED_FROM)
  })

  it('steps back behind a mechanism that knows the reason', () => {
    const image = 'registry.shop.example/basket:2.1'
    const known = {
      objects: [workload({ containers: [{ name: 'main', image }] }), replicaSet(), pod()].map((row) => ({
        ...row,
        firstSeenAt: minute(20),
      })),
      events: [
        event(
          POD,
          'Failed',
          `Failed to pull image "${image}": rpc error: code = Unknown desc = Error response from daemon: manifest unknown`,
        ),
      ],
    }

    const { rootCauses } = answerTo(known)

    expect(proposalsOf(unexplained, known)).toEqual([`${WORKLOAD} image_not_pulled inferred`])
    expect(rootCauses.map(({ mechanism }) => mechanism)).toEqual(['image_reference_wrong'])
  })

  it('dates it by the first that says so', () => {
    const events = [event(POD, 'FailedMount', 'a volume is not there yet')]
    const since = (objects: Cluster['objects'] = []) =>
      unexplained
        .propose(buildScene(factsOf({ overview: [OVERVIEW], object_versions: objects, kubernetes_events: events })))
        .map((proposal) => proposal.since)

    expect(since(OBJECTS)).toEqual([START])
    expect(since()).toEqual([minute(20)])
  })
})
