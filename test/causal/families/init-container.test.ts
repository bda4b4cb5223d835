import { describe, expect, it } from 'vitest'
import { initContainer } from '../../../src/causal/families/init-container.ts'
import { shiftSeconds } from '../../../src/domain/time-window.ts'
import { END, minute } from '../../support/facts.ts'
import { pod, proposalsOf, replicaSet, workload, WORKLOAD } from './cluster.ts'

function podWith(state: Readonly<Record<string, unknown>>) {
  return pod({
    spec: { nodeName: 'node-a' },
    status: { phase: 'Pending', initContainerStatuses: [{ name: 'wait-for-schema', restartCount: 0, state }] },
  })
}

function propose(state: Readonly<Record<string, unknown>>) {
  return proposalsOf(initContainer, { objects: [workload(), replicaSet(), podWith(state)] })
}

describe('causal/families/init-container', () => {
  it.each([
    ['that waits to be restarted', { waiting: { reason: 'CrashLoopBackOff' } }],
    ['that ended with an error', { terminated: { exitCode: 1, reason: 'Error' } }],
  ])('names the workload with an init container %s', (_, state) => {
    expect(propose(state)).toEqual([`${WORKLOAD} init_container_crashing witnessed`])
  })

  it('names the workload with an init container that does not come to an end', () => {
    expect(propose({ running: { startedAt: minute(20).toISOString() } })).toEqual([`${WORKLOAD} init_container_hanging witnessed`])
  })

  it.each([
    ['has just begun', { running: { startedAt: shiftSeconds(END, -60).toISOString() } }],
    ['has passed', { terminated: { exitCode: 0, reason: 'Completed' } }],
  ])('says nothing of one that %s', (_, state) => {
    expect(propose(state)).toEqual([])
  })
})
