import type { ServiceUnit } from '../topology/topology.ts'

/** Upper bounds in milliseconds of the duration histogram; the last one is `+Inf`. */
export const BUCKETS_MS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 15000, Number.POSITIVE_INFINITY] as const

interface Recorded {
  readonly unit: ServiceUnit
  readonly spanKind: 'Server' | 'Client' | 'Consumer'
  readonly operation: string
  readonly at: number
  readonly seconds: number
  readonly isError: boolean
}

/** Cumulative counts of one operation of one service; samples are copies taken at scrapes. */
export interface Meter {
  readonly unit: ServiceUnit
  readonly spanKind: Recorded['spanKind']
  readonly operation: string
  readonly buckets: number[]
  errors: number
  readonly samples: { readonly at: number; readonly buckets: readonly number[]; readonly errors: number }[]
}

/** What one service did in one minute, for the alert rules. */
export interface MinuteTally {
  count: number
  errors: number
  readonly buckets: number[]
}

export interface Meters {
  record(call: Recorded): void
  /** Takes a sample of every meter, as the scraper does. */
  scrape(at: number): void
  readonly all: ReadonlyMap<string, Meter>
  /** Served calls of a service in a minute; undefined when there was none. */
  minuteOf(unit: ServiceUnit, minute: number): MinuteTally | undefined
}

/** Counts what services and their clients do; a call counts when it ends. */
export function createMeters(): Meters {
  const all = new Map<string, Meter>()
  const minutes = new Map<string, MinuteTally>()
  return {
    all,
    record(call) {
      const key = `${call.unit.key}|${call.spanKind}|${call.operation}`
      const meter = all.get(key) ?? newMeter(call)
      all.set(key, meter)
      const bucket = bucketOf(call.seconds * 1000)
      for (let index = bucket; index < meter.buckets.length; index++) meter.buckets[index] = (meter.buckets[index] ?? 0) + 1
      if (call.isError) meter.errors += 1
      if (call.spanKind === 'Client') return
      const minuteKey = `${call.unit.key}|${Math.floor(call.at / 60)}`
      const tally = minutes.get(minuteKey) ?? { count: 0, errors: 0, buckets: BUCKETS_MS.map(() => 0) }
      minutes.set(minuteKey, tally)
      tally.count += 1
      if (call.isError) tally.errors += 1
      tally.buckets[bucket] = (tally.buckets[bucket] ?? 0) + 1
    },
    scrape(at) {
      for (const meter of all.values()) meter.samples.push({ at, buckets: [...meter.buckets], errors: meter.errors })
    },
    minuteOf: (unit, minute) => minutes.get(`${unit.key}|${minute}`),
  }
}

/** The 95th percentile in milliseconds from bucket counts (not cumulative), taken as the bucket's upper bound. Null without calls. */
export function p95Ms(buckets: readonly number[]): number | null {
  const total = buckets.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let seen = 0
  for (const [index, count] of buckets.entries()) {
    seen += count
    if (seen >= total * 0.95) return BUCKETS_MS[index] ?? null
  }
  return null
}

function bucketOf(milliseconds: number): number {
  return BUCKETS_MS.findIndex((bound) => milliseconds <= bound)
}

function newMeter(call: Recorded): Meter {
  return {
    unit: call.unit,
    spanKind: call.spanKind,
    operation: call.operation,
    buckets: BUCKETS_MS.map(() => 0),
    errors: 0,
    samples: [],
  }
}
