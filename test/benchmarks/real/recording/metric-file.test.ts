import { describe, expect, it } from 'vitest'
import { metricFile, rangeAnswer } from '../../../../benchmarks/real/recording/metric-file.ts'
import { metricQueries } from '../../../../benchmarks/real/recording/metric-queries.ts'

const AT = Date.parse('2026-05-12T12:00:00Z') / 1000

function answer(metric: Readonly<Record<string, string>>, ...values: readonly string[]) {
  return rangeAnswer.parse({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric, values: values.map((value, index) => [AT + 15 * index, value]) }] },
  })
}

describe('benchmarks/real/recording/metric-file', () => {
  it('writes a line for each sample, with job as service', () => {
    const file = metricFile([{ metric: 'up', answer: answer({ __name__: 'up', job: 'ledger', instance: '127.0.0.1:1' }, '1', '0') }])

    expect(file).toBe('timestamp,service,metric,value\n2026-05-12T12:00:00.000Z,ledger,up,1\n2026-05-12T12:00:15.000Z,ledger,up,0\n')
  })

  it('puts labels that tell series apart behind the name', () => {
    const file = metricFile([{ metric: 'pg_locks_count', answer: answer({ job: 'ledger', mode: 'exclusivelock' }, '3') }])

    expect(file.split('\n')[1]).toBe('2026-05-12T12:00:00.000Z,ledger,"pg_locks_count{mode=""exclusivelock""}",3')
  })

  it('leaves out what is no number and rounds what is', () => {
    const file = metricFile([{ metric: 'rate', answer: answer({ job: 'desk' }, 'NaN', '0.123456789') }])

    expect(file.split('\n').slice(1)).toEqual(['2026-05-12T12:00:15.000Z,desk,rate,0.123457', ''])
  })

  it('asks each metric once, and of volumes only those of the stage', () => {
    const queries = metricQueries('/srv/ferry-1')
    const volumes = queries.filter(({ metric }) => metric.startsWith('node_filesystem_'))

    expect(new Set(queries.map(({ metric }) => metric)).size).toBe(queries.length)
    expect(volumes.map(({ query }) => query)).toContain('node_filesystem_files_free{mountpoint=~"/srv/ferry-1/.+"}')
  })
})
