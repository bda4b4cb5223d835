import { describe, expect, it } from 'vitest'
import type { Hazard } from '../../../../src/diffs/hazard.ts'
import { quantityFit, scheduleFit } from '../../../../src/causal/families/code-change/amounts.ts'
import type { Symptom } from '../../../../src/causal/scene/symptoms/symptom.ts'
import { symptomLike } from '../../../support/symptoms.ts'

function said(text: string): Symptom {
  return symptomLike({ said: text })
}

function due(cron: string): Hazard {
  return { kind: 'schedule_changed', path: 'jobs.py', text: 'jobs', quote: `+    return "${cron}"`, clarity: 0.7, amounts: null }
}

function seenAt(time: string): Symptom {
  return symptomLike({ since: new Date(`2031-04-09T${time}Z`) })
}

describe('src/causal/families/code-change/amounts', () => {
  it('meets a number without a unit again in an error that says the unit', () => {
    const amounts = { from: null, to: 4000, dimension: 'count' }
    const limit: Hazard = { kind: 'timeout_cut', path: 'ask.py', text: 'limit cut', quote: '+limit', clarity: 0.8, amounts }

    expect(quantityFit(limit, [said('cancelled after 4000 ms')])).toBe(1)
    expect(quantityFit(limit, [said('cancelled after 9000 ms')])).toBe(0)
  })

  it('fits what begins at the time of day that the new line names', () => {
    expect(scheduleFit(due('30 4 * * *'), [seenAt('04:32:00')])).toBe(1)
    expect(scheduleFit(due('30 4 * * *'), [seenAt('05:32:00')])).toBe(0)
  })

  it('fits what begins at the minute of a line for every hour', () => {
    expect(scheduleFit(due('0 * * * *'), [seenAt('09:01:00')])).toBe(1)
    expect(scheduleFit(due('0 * * * *'), [seenAt('09:25:00')])).toBe(0)
  })
})
