import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseReading, rowsOf, type Query } from '../../../src/domain/reading.ts'
import { openTraceFolder } from '../../../src/telemetry/trace-folder/open.ts'
import { isTraceFolder } from '../../../src/telemetry/trace-folder/recognise.ts'

const WINDOW = { start: new Date('2026-05-27T13:50:00Z'), end: new Date('2026-05-27T14:05:00Z') }
const NEVER = { signal: new AbortController().signal }
const POD = 'basket-7d9f6c5b4-x2k8p'
const EDGE_HEADER = 'minute,caller,callee,count,gap_mean,gap_p50,gap_p90,callee_mean,callee_p50,callee_p90'

function unix(text: string): number {
  return Date.parse(text) / 1000
}

describe('src/telemetry/trace-folder/open', () => {
  let root = ''
  let dir = ''

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'trace-folder-'))
    dir = path.join(root, 'cases', 'one')
    mkdirSync(dir, { recursive: true })
    mkdirSync(path.join(root, 'baseline', 'calm'), { recursive: true })
    put(
      'case.json',
      JSON.stringify({
        system: 'shop',
        window_start: unix('2026-05-27T14:00:00Z'),
        window_end: unix('2026-05-27T14:03:00Z'),
        baseline: 'baseline/calm',
      }),
    )
    put(
      'edges.csv',
      `${EDGE_HEADER}\n14_00,storefront,basket,40,4000,4000,6000,9000,9000,12000\n14_01,storefront,basket,38,254000,254000,256000,9000,9000,12000\n`,
    )
    put('../../baseline/calm/edges.csv', `${EDGE_HEADER}\n09_30,storefront,basket,41,3000,3000,5000,8000,8000,11000\n`)
    put(
      'metrics.csv',
      `TimeStamp,PodName,CpuUsageRate(%),MemoryUsageRate(%),PodServerLatencyP90(s),PodWorkload(Ops),NodeCpuUsageRate(%)\n${unix('2026-05-27T13:55:08Z')},${POD},12.5,40,nan,0.1,3\n${unix('2026-05-27T14:01:08Z')},${POD},95,40,0.2,6,4\n`,
    )
    put(
      'logs.csv',
      `TimeUnixNano,PodName,Node,TraceID,SpanID,Log\n${unix('2026-05-27T14:01:00Z')}000000000,${POD},n1,t,s,"14:01:00.000 ERROR b.PriceImpl#31 TraceID: t1 SpanID: s1 [price][no price found][sku: 77]"\n${unix('2026-05-27T14:02:00Z')}000000000,${POD},n1,t,s,"14:02:00.000 ERROR b.PriceImpl#31 TraceID: t2 SpanID: s2 [price][no price found][sku: 91]"\n`,
    )
    put(
      '../../baseline/calm/logs.csv',
      `TimeUnixNano,PodName,Node,TraceID,SpanID,Log\n${unix('2026-05-26T09:30:00Z')}000000000,${POD},n1,t,s,"09:30:00.000 INFO b.PriceImpl#12 [price][ok]"\n`,
    )
  })
  afterEach(() => rmSync(root, { recursive: true }))

  function put(name: string, text: string) {
    writeFileSync(path.join(dir, name), text)
  }
  async function rows<Q extends Query>(query: Q) {
    const reading = await openTraceFolder(dir).read(query, NEVER)
    const stored = parseReading(query.kind, JSON.parse(JSON.stringify(reading)))

    expect(stored).toEqual(reading)
    return rowsOf(reading)
  }

  it('recognises a folder by its case file beside calls', () => {
    expect(isTraceFolder(dir)).toBe(true)
    expect(isTraceFolder(root)).toBe(false)
  })

  it('declares the start of the window in question', async () => {
    expect(await rows({ kind: 'overview' })).toMatchObject([
      { declaredStart: new Date('2026-05-27T14:00:00Z'), from: new Date('2026-05-27T13:55:08Z') },
    ])
  })

  it('gives calls in milliseconds with what is usual beside them', async () => {
    const [edge] = await rows({ kind: 'call_edges', window: WINDOW, stepSeconds: 60 })

    expect(edge).toMatchObject({
      caller: 'app/Service/storefront',
      callee: 'app/Service/basket',
      usual: { count: 41, callerP50Ms: 11, calleeP50Ms: 8 },
    })
    expect(edge?.callerP50Ms.slice(10, 13)).toEqual([13, 263, null])
    expect(edge?.errors.every((errors) => errors === null)).toBe(true)
  })

  it('counts every operation of a service, as zero in a minute in which it did others', async () => {
    const header = 'minute,service,operation,count,own_mean,own_p50,own_p90,total_mean,total_p50,total_p90'
    const line = (minute: string, operation: string, count: number) => `${minute},basket,${operation},${count},1,1,1,1,1,1`
    put('operations.csv', [header, line('14_00', 'price', 40), line('14_00', 'ship', 39), line('14_01', 'price', 38), ''].join('\n'))
    put('../../baseline/calm/operations.csv', [header, line('09_30', 'price', 41), line('09_30', 'ship', 41), ''].join('\n'))

    const [served] = await rows({ kind: 'service_calls', window: WINDOW, stepSeconds: 60 })

    expect(served?.operations?.map(({ name, usual }) => [name, usual])).toEqual([
      ['price', 41],
      ['ship', 41],
    ])
    expect(served?.operations?.[1]?.counts.slice(9, 13)).toEqual([null, 39, 0, null])
  })

  it('learns from the spans that minutes are named by their end', async () => {
    const header = 'minute,service,operation,count,own_mean,own_p50,own_p90,total_mean,total_p50,total_p90'
    put('operations.csv', `${header}\n14_00,basket,price,40,1,1,1,1,1,1\n`)
    put(
      'traces.csv',
      `TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,Duration\nt1,s1,root,${POD},price,${unix('2026-05-27T13:59:10Z')}000000000,900\n`,
    )

    const [edge] = await rows({ kind: 'call_edges', window: WINDOW, stepSeconds: 60 })

    expect(edge?.counts.slice(9, 12)).toEqual([40, 38, null])
  })

  it('gives processor use as a ratio, with null where nothing was measured', async () => {
    const series = await rows({ kind: 'series', window: WINDOW, stepSeconds: 60 })
    const cpu = series.find(({ meaning }) => meaning === 'cpu_ratio')

    expect(cpu?.values.filter((value) => value !== null)).toEqual([0.125, 0.95])
    expect(cpu?.values[0]).toBeNull()
  })

  it('counts patterns against the recording without a fault', async () => {
    const patterns = await rows({ kind: 'log_patterns', incident: WINDOW, baseline: null })

    expect(patterns).toMatchObject([
      { entity: 'app/Service/basket', severity: 'error', incidentCount: 2, baselineCount: 0 },
      { entity: 'app/Service/basket', severity: 'info', incidentCount: 0, baselineCount: 1, locator: 'baseline/logs.csv#2' },
    ])
    expect(patterns[0]?.example).toBe('ERROR b.PriceImpl#31 [price][no price found][sku: 77]')
  })

  it('reads the calls that lines say did not get through, and levels of lines without the word of one', async () => {
    const at = unix('2026-05-27T14:01:00Z')
    const line = (log: string) => `${at}000000000,${POD},n1,t,s,"${log}"`
    const said = [line('panic: no queue'), line('14:01:00.000 ERROR Connection refused: quote/10.0.0.9:8080')]
    put('logs.csv', `TimeUnixNano,PodName,Node,TraceID,SpanID,Log\n${said.join('\n')}\n`)

    expect(await rows({ kind: 'call_failures' })).toMatchObject([
      { caller: 'app/Service/basket', host: 'quote', port: 8080, failure: 'refused', locator: 'logs.csv#3' },
    ])
    const patterns = await rows({ kind: 'log_patterns', incident: WINDOW, baseline: null })
    expect(patterns.find(({ example }) => example.startsWith('panic'))?.severity).toBe('error')
  })

  it('works without a recording of a calm day', async () => {
    rmSync(path.join(root, 'baseline'), { recursive: true })

    const [edge] = await rows({ kind: 'call_edges', window: WINDOW, stepSeconds: 60 })

    expect(edge?.usual).toBeUndefined()
    expect(await rows({ kind: 'log_patterns', incident: WINDOW, baseline: null })).toMatchObject([{ baselineCount: null }])
  })

  it('answers without a row on files of noise', async () => {
    for (const name of ['case.json', 'edges.csv', 'metrics.csv', 'logs.csv']) put(name, '\u0000"\n,,{[')

    const kinds = ['overview', 'dependencies', 'alerts'] as const
    const readings = await Promise.all(kinds.map((kind) => openTraceFolder(dir).read({ kind }, NEVER)))

    expect(readings.map(({ status }) => status)).toEqual(['incomplete', 'no_data', 'unknown'])
  })
})
