import type { Telemetry } from '../../src/telemetry/port.ts'
import { calls, depends, minute, OVERVIEW, version } from './facts.ts'
import { telemetryOf } from './rows-telemetry.ts'

// Incidents of the invented shop as rows, for the real engine to judge.

const FLAGS = (variant: string) => ({
  data: {
    'flags.json': JSON.stringify({
      flags: { quotesFailure: { state: 'ENABLED', defaultVariant: variant, variants: { on: true, off: false } } },
    }),
  },
})

/** A flag was switched; quotes fails, and shipping and storefront with it. The cause is `shop/ConfigMap/flags`. */
export function flagIncident(): Telemetry {
  return telemetryOf({
    overview: [OVERVIEW],
    object_versions: [
      version('shop/ConfigMap/flags', FLAGS('off'), { until: 19 }),
      version('shop/ConfigMap/flags', FLAGS('on'), { at: 20, changedAt: minute(18) }),
    ],
    service_calls: [
      calls('shop/Service/storefront', { from: { at: 19, errors: 30 } }),
      calls('shop/Service/shipping', { from: { at: 19, errors: 40 } }),
      calls('shop/Service/quotes', { from: { at: 19, errors: 50 } }),
      calls('shop/Service/basket'),
    ],
    dependencies: [
      depends('shop/Service/storefront', 'shop/Service/shipping'),
      depends('shop/Service/shipping', 'shop/Service/quotes'),
      depends('shop/Service/storefront', 'shop/Service/basket'),
    ],
  })
}

export const FLAG_CAUSE = 'shop/ConfigMap/flags'

/** Nothing is wrong. */
export function healthySystem(): Telemetry {
  return telemetryOf({ overview: [OVERVIEW], service_calls: [calls('shop/Service/storefront')] })
}

/** An alert's worth of errors that ended long before anybody asked. */
export function recoveredSystem(): Telemetry {
  const spike = calls('shop/Service/storefront', { from: { at: 18, errors: 60 }, until: 23 })
  return telemetryOf({ overview: [OVERVIEW], service_calls: [spike] })
}

/** Telemetry whose reads wait: `release` lets all waiting and later ones through. */
export interface HeldTelemetry extends Telemetry {
  release(): void
  /** Resolves when somebody reads for the first time. */
  readonly asked: Promise<void>
}

/** Holds every read of a kind that `holds` names (all when it is left out) until it is released or its reader gives up. */
export function hold(telemetry: Telemetry, holds: (kind: string) => boolean = () => true): HeldTelemetry {
  const released = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  return {
    label: telemetry.label,
    async read(query, options) {
      asked.resolve()
      const gone = new Promise<void>((resolve) => options.signal.addEventListener('abort', () => resolve(), { once: true }))
      if (holds(query.kind)) await Promise.race([released.promise, gone])
      if (options.signal.aborted) return { status: 'error', code: 'telemetry_timeout', why: 'stopped' }
      return telemetry.read(query, options)
    },
    close: () => telemetry.close(),
    release: () => released.resolve(),
    asked: asked.promise,
  }
}
