import { describe, expect, it } from 'vitest'
import { outOfMemory } from '../../../src/causal/families/out-of-memory.ts'
import { minute } from '../../support/facts.ts'
import { proposalsOf, replicaSet, runningPod, workload, WORKLOAD } from './cluster.ts'

function killedAt(at: number, isReady: boolean) {
  const terminated = { reason: 'OOMKilled', exitCode: 137, finishedAt: minute(at).toISOString() }
  const objects = [workload({}, 1), replicaSet(), runningPod({ restartCount: 1, lastState: { terminated } }, {}, isReady)]
  return proposalsOf(outOfMemory, { objects })
}

describe('causal/families/out-of-memory', () => {
  it('names the workload whose container is killed for its memory', () => {
    expect(killedAt(35, true)).toEqual([`${WORKLOAD} out_of_memory witnessed`])
    expect(killedAt(10, false)).toEqual([`${WORKLOAD} out_of_memory witnessed`])
  })

  it('lets one kill be history once the container has run well for long since', () => {
    expect(killedAt(10, true)).toEqual([])
  })
})
