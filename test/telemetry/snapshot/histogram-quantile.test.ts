import { describe, expect, it } from 'vitest'
import { histogramQuantile } from '../../../src/telemetry/snapshot/histogram-quantile.ts'

const BUCKETS = [
  { bound: 10, count: 50 },
  { bound: 100, count: 100 },
  { bound: Number.POSITIVE_INFINITY, count: 100 },
]

describe('telemetry/snapshot/histogram-quantile', () => {
  it('interpolates inside the bucket that holds the quantile', () => {
    expect(histogramQuantile(0.75, BUCKETS)).toBe(55)
    expect(histogramQuantile(0.25, BUCKETS)).toBe(5)
  })

  it('gives the largest finite bound for what lies beyond it', () => {
    expect(
      histogramQuantile(0.95, [
        { bound: 10, count: 1 },
        { bound: Number.POSITIVE_INFINITY, count: 100 },
      ]),
    ).toBe(10)
  })

  it('has no value without observations', () => {
    expect(histogramQuantile(0.95, [])).toBeNull()
    expect(histogramQuantile(0.95, [{ bound: Number.POSITIVE_INFINITY, count: 0 }])).toBeNull()
  })
})
