import { describe, expect, it } from 'vitest'
import { begunBefore } from '../../../src/causal/scene/begun-before.ts'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { dataWindow } from '../../../src/causal/scene/onset.ts'
import { symptomsOf } from '../../../src/causal/scene/symptoms/symptom.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { busyFactsOf, calls, factsOf, minute, OVERVIEW, STEPS } from '../../support/facts.ts'

const BASKET = 'shop/Service/basket'
const FAILING = { ...calls(BASKET), errors: calls(BASKET).counts.map((count) => (count ?? 0) * 0.6) }

function alert(name: string, at: number, endsAt: Date | null = null): Omit<Rows['alerts'], 'locator'> {
  return { name, entity: BASKET, state: 'firing', labels: {}, summary: '', startsAt: minute(at), endsAt, value: 1 }
}

function begun(...alerts: readonly Omit<Rows['alerts'], 'locator'>[]): Date | null {
  const facts = factsOf({ overview: [OVERVIEW], alerts })
  return begunBefore(facts, dataWindow(facts))
}

function line(severity: 'error' | 'warning', said: string): Omit<Rows['log_patterns'], 'locator'> {
  const counts = { incidentCount: 10, baselineCount: 5, firstAt: minute(0), lastAt: minute(STEPS - 1) }
  return { entity: BASKET, pattern: said, severity, ...counts, example: said }
}

describe('causal/scene/begun-before', () => {
  it('tells since when users are hurt by the first alert on what they feel that still fires', () => {
    expect(begun(alert('RequestLatency', -3), alert('RequestErrorRate', -5))).toEqual(minute(-5))
  })

  it('hears nothing of what fires for longer than the recording lasts, is over, began in it, or is not felt', () => {
    expect(begun(alert('RequestErrorRate', -STEPS - 1))).toBeNull()
    expect(begun(alert('RequestErrorRate', -5, minute(3)))).toBeNull()
    expect(begun(alert('RequestErrorRate', 1))).toBeNull()
    expect(begun(alert('KubePodCrashLooping', -5))).toBeNull()
  })

  it('compares nothing in such a recording: what fails and is said since its first minute is of the incident, and of unknown age', () => {
    const rows = {
      overview: [OVERVIEW],
      service_calls: [FAILING],
      log_patterns: [line('error', 'no room'), line('warning', 'little room')],
    }
    const heard = (alerts: readonly Omit<Rows['alerts'], 'locator'>[]) => buildScene(busyFactsOf({ ...rows, alerts }))

    const { onset, symptoms } = heard([alert('RequestErrorRate', -5)])

    expect(onset).toEqual(minute(-5))
    expect(symptoms).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ source: 'alert', kind: 'error_rate', isBackground: false }),
        expect.objectContaining({ source: 'call', kind: 'error_rate', since: null }),
        expect.objectContaining({ said: 'no room', kind: 'log_error', since: null }),
        expect.objectContaining({ said: 'little room', kind: 'trouble', since: null }),
      ]),
    )
    expect(symptomsOf(heard([])).filter(({ source }) => source === 'log')).toEqual([])
  })
})
