import { describe, expect, it } from 'vitest'
import { rollout } from '../../../src/causal/families/rollout.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { depends, minute, version } from '../../support/facts.ts'
import { failedCall, proposalsOf, WORKLOAD } from './cluster.ts'

function release(image: string) {
  return { spec: { replicas: 1, template: { spec: { containers: [{ name: 'main', image }] } } }, status: { replicas: 1, readyReplicas: 1 } }
}

const RELEASED = [
  version(WORKLOAD, release('basket:1'), { until: 15, isCurrent: false }),
  version(WORKLOAD, release('basket:2'), { at: 20, changedAt: minute(18) }),
]

function logged(example: string, firstAt: Date, baselineCount = 0): readonly Omit<Rows['log_patterns'], 'locator'>[] {
  const seen = { incidentCount: 400, baselineCount, firstAt, lastAt: minute(39) }
  return [{ entity: 'shop/Service/basket', pattern: example, example, severity: 'error', ...seen }]
}

const ALERT: Omit<Rows['alerts'], 'locator'> = {
  name: 'HighRequestErrorRate',
  entity: 'shop/Service/basket',
  state: 'firing',
  labels: {},
  summary: '',
  startsAt: minute(19),
  endsAt: null,
  value: 1,
}

describe('causal/families/rollout', () => {
  it('trusts a rollout more whose workload fails and began with it to log an error of its own', () => {
    const logs = logged('cannot read property currency of undefined', minute(19))

    expect(proposalsOf(rollout, { objects: RELEASED, logs, alerts: [ALERT] })).toEqual([`${WORKLOAD} rollout_regression changed`])
    expect(proposalsOf(rollout, { objects: RELEASED, logs })).toEqual([`${WORKLOAD} rollout_regression inferred`])
  })

  it('only infers from errors that were there before it, that stopped, or that pass on what a callee answered', () => {
    const passedOn = logged('call to quotes:80 failed: connection refused', minute(19))
    const over = logged('cannot read property currency of undefined', minute(19)).map((row) => ({ ...row, lastAt: minute(30) }))
    const older = logged('cannot read property currency of undefined', minute(19), 2)

    expect(proposalsOf(rollout, { objects: RELEASED, logs: passedOn, alerts: [ALERT] })).toEqual([
      `${WORKLOAD} rollout_regression inferred`,
    ])
    expect(proposalsOf(rollout, { objects: RELEASED, logs: over, alerts: [ALERT] })).toEqual([`${WORKLOAD} rollout_regression inferred`])
    expect(proposalsOf(rollout, { objects: RELEASED, logs: older })).toEqual([])
  })

  it('only infers from callers that name its workload since, and says nothing of those that did before', () => {
    const objects = [...RELEASED, version('shop/Service/basket', { spec: { selector: { app: 'basket' } } })]
    const failed = (at: number) =>
      failedCall('basket', { caller: 'shop/Deployment/orders', port: 80, failure: 'timed_out', count: 30, firstAt: minute(at) })

    expect(proposalsOf(rollout, { objects, failures: [failed(19)] })).toEqual([`${WORKLOAD} rollout_regression inferred`])
    expect(proposalsOf(rollout, { objects, failures: [failed(2)] })).toEqual([])
  })

  it('names a probe that was changed and not the command that it runs', () => {
    const probed = (path: string) => {
      const readinessProbe = { exec: { command: ['curl', path] } }
      const containers = [{ name: 'main', image: 'basket:1', readinessProbe }]
      return { spec: { replicas: 1, template: { spec: { containers } } }, status: { replicas: 1 } }
    }
    const objects = [
      version(WORKLOAD, probed('/ready'), { until: 15, isCurrent: false }),
      version(WORKLOAD, probed('/redy'), { at: 20, changedAt: minute(18) }),
    ]

    expect(proposalsOf(rollout, { objects, alerts: [ALERT] })).toEqual([`${WORKLOAD} readiness_probe_changed inferred`])
  })

  it('does not claim a rollout that was rolled back', () => {
    const undone = [
      version(WORKLOAD, release('basket:1'), { until: 15, isCurrent: false }),
      version(WORKLOAD, release('basket:2'), { at: 20, until: 25, changedAt: minute(18), isCurrent: false }),
      version(WORKLOAD, release('basket:1'), { at: 30, changedAt: minute(27) }),
    ]

    expect(proposalsOf(rollout, { objects: undone, logs: logged('cannot read property currency', minute(19)), alerts: [ALERT] })).toEqual(
      [],
    )
  })

  it('does not excuse it by a callee that had already failed well before, while the workload did well', () => {
    const dependencies = [depends('shop/Service/basket', 'shop/Service/quotes')]
    const callee = (at: number) => ({ ...ALERT, entity: 'shop/Service/quotes' as const, startsAt: minute(at) })
    const proposed = (at: number) => proposalsOf(rollout, { objects: RELEASED, alerts: [ALERT, callee(at)], dependencies })

    expect(proposed(19)).toEqual([])
    expect(proposed(12)).toEqual([`${WORKLOAD} rollout_regression inferred`])
  })

  it('trusts a cut processor limit more whose workload is slow since', () => {
    const limited = (cpu: string) => ({
      spec: { replicas: 1, template: { spec: { containers: [{ name: 'main', image: 'basket:1', resources: { limits: { cpu } } }] } } },
      status: { replicas: 1, readyReplicas: 1 },
    })
    const objects = (cpu: string) => [
      version(WORKLOAD, limited('500m'), { until: 15, isCurrent: false }),
      version(WORKLOAD, limited(cpu), { at: 20, changedAt: minute(18) }),
    ]
    const slow = { ...ALERT, name: 'HighRequestLatency' }

    expect(proposalsOf(rollout, { objects: objects('20m'), alerts: [slow] })).toEqual([`${WORKLOAD} rollout_regression changed`])
    expect(proposalsOf(rollout, { objects: objects('2'), alerts: [slow] })).toEqual([`${WORKLOAD} rollout_regression inferred`])
  })

  it('trusts one more whose containers end since', () => {
    const crashing = { ...ALERT, name: 'KubePodCrashLooping' }

    expect(proposalsOf(rollout, { objects: RELEASED, alerts: [crashing] })).toEqual([`${WORKLOAD} rollout_regression changed`])
    expect(proposalsOf(rollout, { objects: RELEASED, alerts: [ALERT] })).toEqual([`${WORKLOAD} rollout_regression inferred`])
  })

  it.each([
    [{ readinessProbe: { periodSeconds: 1 } }, 'readiness_probe_changed'],
    [{ livenessProbe: { periodSeconds: 1 } }, 'liveness_probe_changed'],
    [{ startupProbe: { periodSeconds: 1 } }, 'liveness_probe_changed'],
    [{ volumeMounts: [{ name: 'data', mountPath: '/data' }] }, 'volume_changed'],
    [{ env: [{ name: 'REGION', value: 'north' }] }, 'env_changed'],
    [{ args: ['serve'] }, 'command_changed'],
    [{ args: ['serve'], env: [{ name: 'REGION', value: 'north' }] }, 'rollout_regression'],
  ])('is called by the one part of the template that changed: %o', (container, mechanism) => {
    const made = (more: object) => ({
      spec: { replicas: 1, template: { spec: { containers: [{ name: 'main', image: 'basket:1', ...more }] } } },
      status: { replicas: 1, readyReplicas: 1 },
    })
    const objects = [
      version(WORKLOAD, made({}), { until: 15, isCurrent: false }),
      version(WORKLOAD, made(container), { at: 20, changedAt: minute(18) }),
    ]

    expect(proposalsOf(rollout, { objects, alerts: [ALERT] })).toEqual([`${WORKLOAD} ${mechanism} inferred`])
  })
})
