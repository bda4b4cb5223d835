import { describe, expect, it } from 'vitest'
import type { Part } from '../../src/domain/part.ts'
import { FIRST_PLAN, planAfter, tooHard, type Plan } from '../../src/isolation/attempts.ts'
import { DEFAULT_LIMITS } from '../../src/isolation/limits.ts'

const LOGS: Part = { kind: 'read', query: 'log_patterns', file: 'logs.tsv' }
const EXAMPLES: Part = { kind: 'read', query: 'log_examples', file: null }
const EVENTS: Part = { kind: 'read', query: 'kubernetes_events', file: null }

function after(plan: Plan, ...busyWith: readonly Part[]): Plan | null {
  return planAfter(plan, { reason: 'memory', busyWith }, DEFAULT_LIMITS)
}

describe('src/isolation/attempts', () => {
  it('leaves out what alone was being read, with the file and the reason', () => {
    expect(after(FIRST_PLAN, LOGS)).toEqual({
      isOneAtATime: true,
      isStopped: false,
      leftOut: [{ part: LOGS, why: 'logs.tsv: left out, because it needed more than 1500 MB of memory' }],
    })
  })

  it('leaves out nothing while several are suspected, but reads one after another', () => {
    expect(after(FIRST_PLAN, LOGS, EVENTS)).toEqual({ isOneAtATime: true, isStopped: false, leftOut: [] })
  })

  it('holds a read that a model asked for at fault, not the model', () => {
    expect(after(FIRST_PLAN, { kind: 'model' }, LOGS)?.leftOut.map(({ part }) => part)).toEqual([LOGS])
  })

  it.each([
    ['the recording cannot even be opened', FIRST_PLAN, { kind: 'opening' } as const],
    ['another read of the same source was left out already', after(FIRST_PLAN, LOGS) ?? FIRST_PLAN, EXAMPLES],
    ['weighing short texts does not end either', after(FIRST_PLAN, { kind: 'weighing' }) ?? FIRST_PLAN, { kind: 'weighing' } as const],
  ])('gives up when %s', (_why, plan, part) => {
    expect(after(plan, part)).toBeNull()
  })

  it('weighs what was recorded after a stop that was not heard, once', () => {
    const stopped = planAfter(FIRST_PLAN, { reason: 'stopped', busyWith: [LOGS] }, DEFAULT_LIMITS)

    expect(stopped).toEqual({ isOneAtATime: true, isStopped: true, leftOut: [] })
    expect(stopped && planAfter(stopped, { reason: 'stopped', busyWith: [LOGS] }, DEFAULT_LIMITS)).toBeNull()
  })

  it('names every part that could not be read, once', () => {
    const plan = after(FIRST_PLAN, LOGS) ?? FIRST_PLAN

    const error = tooHard(plan, { reason: 'stalled', busyWith: [EVENTS] }, DEFAULT_LIMITS)

    expect(error.message).toBe(
      'Too hard to read: logs (logs.tsv), Kubernetes events; it kept a processor busy for more than 20 s without a pause.',
    )
  })
})
