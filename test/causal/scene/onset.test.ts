import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { calmUntil, dataWindow } from '../../../src/causal/scene/onset.ts'
import type { Rows } from '../../../src/domain/telemetry-rows.ts'
import { calls, factsOf, minute, OVERVIEW, STEPS, version } from '../../support/facts.ts'

const BASKET = 'shop/Service/basket'

function alert(name: string, at: number, entity = BASKET): Omit<Rows['alerts'], 'locator'> {
  return { name, entity: entity as never, state: 'firing', labels: {}, summary: '', startsAt: minute(at), endsAt: null, value: 1 }
}

function calm(rows: Parameters<typeof factsOf>[0]): Date | null {
  const facts = factsOf({ overview: [OVERVIEW], ...rows })
  return calmUntil(facts, dataWindow(facts))
}

describe('causal/scene/onset', () => {
  it('keeps the calm of the first third when error alerts fire while hardly any call fails', () => {
    expect(calm({ alerts: [alert('RequestErrorRate', 7)], service_calls: [calls(BASKET, { from: { at: 20, errors: 60 } })] })).toEqual(
      minute(STEPS / 3),
    )
  })

  it('ends the calm before alerts that calls bear out, that nothing counts, or that are about something else', () => {
    const failing = [calls(BASKET, { from: { at: 6, errors: 60 } })]

    expect(calm({ alerts: [alert('RequestErrorRate', 7)], service_calls: failing })).toEqual(minute(2))
    expect(calm({ alerts: [alert('RequestErrorRate', 7)] })).toEqual(minute(2))
    expect(calm({ alerts: [alert('KubePodNotReady', 7)], service_calls: [calls(BASKET)] })).toEqual(minute(2))
  })

  it('does not take the silence before tracing began for lost traffic, however early a long stream was recorded', () => {
    const silent = { ...calls(BASKET), counts: calls(BASKET).counts.map((count, step) => (step < 5 ? 0 : count)) }

    const { symptoms } = buildScene(factsOf({ overview: [OVERVIEW], service_calls: [silent] }))

    expect(symptoms).toEqual([])
  })

  it('begins with what calls show, not with alerts that came shortly before and were over, or fired on single errors', () => {
    const failing = calls(BASKET, { from: { at: 20, errors: 60 } })
    const passed = { ...alert('RequestErrorRate', 17), endsAt: minute(18), labels: { severity: 'info' } }

    const { onset } = buildScene(
      factsOf({ overview: [OVERVIEW], alerts: [passed, alert('RequestErrorRate', 17.5)], service_calls: [failing] }),
    )

    expect(onset).toEqual(minute(20))
  })

  it('does not hear again what a pod in the same state has said since long before', () => {
    const pod = version('shop/Pod/poller-0', {})
    const restarts = (at: number) => alert('KubePodCrashLooping', at, 'shop/Pod/poller-0')
    const failing = [BASKET, 'shop/Service/orders', 'shop/Service/quotes'].map((service) =>
      calls(service as never, { from: { at: 20, errors: 60 } }),
    )

    const { symptoms, onset } = buildScene(
      factsOf({ overview: [OVERVIEW], object_versions: [pod], alerts: [restarts(4), restarts(21)], service_calls: failing }),
    )

    expect(onset).toEqual(minute(20))
    expect(symptoms.filter(({ kind }) => kind === 'container_restart').map(({ isBackground }) => isBackground)).toEqual([true, true])
  })

  it('begins with what lasts, not with what was over before anything that lasts began', () => {
    const passed = calls('shop/Service/orders', { from: { at: 15, errors: 60 }, until: 20 })
    const lasting = calls(BASKET, { from: { at: 28, errors: 60 } })

    expect(buildScene(factsOf({ overview: [OVERVIEW], service_calls: [passed, lasting] })).onset).toEqual(minute(28))
    expect(buildScene(factsOf({ overview: [OVERVIEW], service_calls: [passed] })).onset).toEqual(minute(15))
  })

  it('keeps a few recorded calls to compare with where alerts fire before calls were recorded', () => {
    const late = { ...calls(BASKET), counts: calls(BASKET).counts.map((count, step) => (step < 6 ? 0 : count)) }

    expect(calm({ alerts: [alert('KubePodNotReady', 7)], service_calls: [late] })).toEqual(minute(9))
  })
})
