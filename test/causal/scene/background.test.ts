import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import type { Scene } from '../../../src/causal/scene/scene.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { stepped } from '../../support/call-facts.ts'
import { calls, factsOf, minute, OVERVIEW, START, STEP_SECONDS, version } from '../../support/facts.ts'

const BASKET: EntityId = 'shop/Service/basket'
const ALERT: Omit<Rows['alerts'], 'locator'> = {
  name: 'HighRequestErrorRate',
  entity: BASKET,
  state: 'firing',
  labels: {},
  summary: '',
  startsAt: minute(25),
  endsAt: null,
  value: 1,
}

function isHeard(values: readonly (number | null)[]) {
  const ratio = { entity: BASKET, metric: 'error_ratio', meaning: 'error_ratio' as const, startAt: START, stepSeconds: STEP_SECONDS }
  const scene = buildScene(factsOf({ overview: [OVERVIEW], alerts: [ALERT], series: [{ ...ratio, values: [...values] }] }))
  return scene.symptoms.some(({ text, isBackground }) => text.startsWith('alert') && !isBackground)
}

describe('causal/scene/background', () => {
  it('takes what stood long before a recording of calls that go well for what was there before, and keeps it where nobody watched', () => {
    const status = { phase: 'Running', containerStatuses: [{ name: 'basket', state: { waiting: { reason: 'CrashLoopBackOff' } } }] }
    const rows = { overview: [OVERVIEW], object_versions: [version('shop/Pod/basket-7d9f', { status }, { at: -60 })] }
    const isBackground = (scene: Scene) => scene.symptoms.map((symptom) => symptom.isBackground)

    expect(isBackground(buildScene(factsOf(rows)))).toEqual([false])
    expect(isBackground(buildScene(factsOf({ ...rows, service_calls: [calls('shop/Service/quotes')] })))).toEqual([true])
  })

  it('does not hear an alert that the service’s own metric does not bear out', () => {
    expect(isHeard(stepped(0, 0, 0))).toBe(false)
    expect(isHeard(stepped(0.4, 30, 0))).toBe(false)
  })

  it('hears one that it does, and one about which the metric can say nothing', () => {
    expect(isHeard(stepped(0, 24, 0.4))).toBe(true)
    expect(isHeard(stepped<number | null>(null, 35, 0))).toBe(true)
  })

  it('ends an alert whose end nobody recorded, and a late line of an early pattern, with what calls show', () => {
    const line = { entity: BASKET, pattern: 'broken', example: 'broken', severity: 'error' as const, baselineCount: 0, incidentCount: 300 }
    const scene = buildScene(
      factsOf({
        overview: [OVERVIEW],
        alerts: [{ ...ALERT, startsAt: minute(22) }],
        service_calls: [calls(BASKET, { from: { at: 20, errors: 60 }, until: 28 })],
        log_patterns: [{ ...line, firstAt: minute(4), lastAt: minute(39) }],
      }),
    )
    const told = scene.symptoms.filter(({ text, kind }) => text.startsWith('alert') || kind === 'log_error')

    expect(told.map(({ since, until }) => [since, until])).toEqual([
      [minute(22), minute(28)],
      [minute(20), minute(28)],
    ])
  })
})
