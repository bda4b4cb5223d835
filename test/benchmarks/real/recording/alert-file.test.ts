import { describe, expect, it } from 'vitest'
import { alertFile } from '../../../../benchmarks/real/recording/alert-file.ts'
import { rangeAnswer } from '../../../../benchmarks/real/recording/metric-file.ts'

const START = Date.parse('2026-05-12T12:00:00Z') / 1000
const RANGE = { endAt: new Date((START + 120) * 1000), stepSeconds: 15 }

function firing(...seconds: readonly number[]) {
  const values = seconds.map((second) => [START + second, '1'])
  const metric = { alertname: 'HighErrorRatio', job: 'desk', severity: 'page', alertstate: 'firing' }
  return rangeAnswer.parse({ data: { result: [{ metric, values }] } })
}

describe('benchmarks/real/recording/alert-file', () => {
  it('leaves an alert open that fires to the end', () => {
    expect(alertFile(firing(90, 105, 120), RANGE)).toEqual([
      {
        service: 'desk',
        monitor: 'HighErrorRatio',
        severity: 'page',
        summary: 'More than a tenth of the requests fail',
        fired_at: '2026-05-12T12:01:30.000Z',
        resolved_at: null,
      },
    ])
  })

  it('ends an alert one step after its last sample, and begins it anew after a gap', () => {
    const alerts = alertFile(firing(0, 15, 60), RANGE)

    expect(alerts.map(({ fired_at, resolved_at }) => [fired_at.slice(14, 19), resolved_at?.slice(14, 19)])).toEqual([
      ['00:00', '00:30'],
      ['01:00', '01:15'],
    ])
  })

  it('is empty where nothing fired', () => {
    expect(alertFile(rangeAnswer.parse({ data: { result: [] } }), RANGE)).toEqual([])
  })
})
