import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { dumpWith } from '../telemetry/cluster-dump/dump.ts'

// One small incident in each recorded format that is no snapshot, of an invented shop.

/** Writes one file of a folder; anything but text as JSON. */
function put(dir: string, name: string, content: unknown): void {
  const file = path.join(dir, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 1))
}

/** A pod that is killed for its memory again and again on a node whose kubelet is down. */
export function clusterDump(dir: string): void {
  put(dir, 'case.json', dumpWith())
  const minutes = Array.from({ length: 12 }, (_, index) => `2026-05-27 15:${50 + Math.min(index, 9)}:${index > 9 ? 30 : 10}`)
  put(dir, 'metrics.csv', ['time,basket-cpu', ...minutes.map((at, index) => `${at},${0.1 + index / 100}`), ''].join('\n'))
}

const START = Date.parse('2026-05-27T13:30:00Z')
function minute(index: number): string {
  return new Date(START + index * 60_000).toISOString()
}

/** A flag for quotes was switched on at 14:00; from then on quotes and its caller basket fail. */
export function incidentFolder(dir: string): void {
  const minutes = Array.from({ length: 50 }, (_, index) => index)
  put(dir, 'alert.json', {
    service: 'basket',
    metric: 'error_ratio',
    threshold: 0.05,
    observed: 0.5,
    fired_at: minute(34),
    monitor: 'basket-errors',
    summary: 'basket fails for half of the shoppers',
  })
  const records = minutes.flatMap((index) => [
    { timestamp: minute(index), service: 'quotes', severity_text: 'INFO', msg: `quoted ${index} parcels` },
    ...(index < 30
      ? []
      : [{ timestamp: minute(index), service: 'quotes', severity_text: 'ERROR', msg: `giftWrap flag: no price list for parcel ${index}` }]),
  ])
  put(dir, 'logs.ndjson', records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  const samples = minutes.flatMap((index) =>
    ['quotes', 'basket'].map((service) => `${minute(index)},${service},error_ratio,${index < 30 ? 0.004 : 0.512}`),
  )
  put(dir, 'metrics.csv', ['timestamp,service,metric,value', ...samples, ''].join('\n'))
  const spans = minutes.flatMap((index) => {
    const base = { trace_id: `t${index}`, start: minute(index), duration_ms: 20, status: index < 30 ? 'OK' : 'ERROR' }
    return [
      { ...base, span_id: `a${index}`, parent_id: null, service: 'basket', name: 'GET /basket' },
      { ...base, span_id: `b${index}`, parent_id: `a${index}`, service: 'quotes', name: 'Quote' },
    ]
  })
  put(dir, 'traces.json', spans)
  const error = { signature: 'giftWrap flag: no price list for parcel <N>', service: 'quotes', count: 20, delta_vs_baseline: '+20' }
  put(dir, 'patterns.json', [{ ...error, sentiment: 'negative' }])
  put(dir, 'context/commits.json', [
    { sha: 'abc1234', timestamp: minute(2), message: 'word the mail anew', files_changed: ['mailer/text.md'], diff: '-a\n+b' },
  ])
  put(dir, 'context/deploys.json', [{ timestamp: minute(3), service: 'mailer', commit_sha: 'abc1234', version: 'v2' }])
  put(dir, 'context/flags.json', [{ timestamp: minute(29), flag: 'giftWrap', service: 'quotes', change: 'off->on', actor: 'kim' }])
  put(dir, 'status_feed.json', {
    source: 'example-cloud',
    events: [{ service: 'Blob store', status: 'operational', title: '', detail: '' }],
  })
}

/** Every call to basket takes a quarter of a second longer on the wire, which its own span does not show. */
export function traceFolder(dir: string): void {
  const unix = (index: number) => Date.parse(minute(index)) / 1000
  const clock = (index: number) => minute(index).slice(11, 16).replace(':', '_')
  const inWindow = [30, 31, 32]
  put(dir, 'case.json', { system: 'shop', window_start: unix(30), window_end: unix(33), baseline: 'baseline/calm' })
  const edgeHeader = 'minute,caller,callee,count,gap_mean,gap_p50,gap_p90,callee_mean,callee_p50,callee_p90'
  const edge = (index: number, callee: string, gap: number) =>
    `${clock(index)},storefront,${callee},40,${gap},${gap},${gap + 900},9000,9000,12000`
  const edges = inWindow.flatMap((index) => [edge(index, 'basket', 254_000), edge(index, 'search', 4000)])
  put(dir, 'edges.csv', [edgeHeader, ...edges, ''].join('\n'))
  put(dir, 'baseline/calm/edges.csv', [edgeHeader, edge(1, 'basket', 4000), edge(1, 'search', 4000), ''].join('\n'))
  const operationHeader = 'minute,service,operation,count,own_p50,own_p90,total_p50,total_p90'
  const operation = (index: number) =>
    ['basket', 'search', 'storefront'].map((name) => `${clock(index)},${name},Get,40,8000,9000,9000,12000`)
  put(dir, 'operations.csv', [operationHeader, ...inWindow.flatMap(operation), ''].join('\n'))
  put(dir, 'baseline/calm/operations.csv', [operationHeader, ...operation(1), ''].join('\n'))
  const pods = ['basket-7d9f6c5b4-x2k8p', 'search-6c5b47d9f-p8k2x', 'storefront-5b47d9f6c-k8px2']
  const samples = Array.from({ length: 18 }, (_, index) => pods.map((pod) => `${unix(15 + index) + 8},${pod},12.5,40.25,0.25,3.125,`))
  const metricHeader = 'TimeStamp,PodName,CpuUsageRate(%),MemoryUsageRate(%),PodServerLatencyP90(s),PodWorkload(Ops),NodeCpuUsageRate(%)'
  put(dir, 'metrics.csv', [metricHeader, ...samples.flat().map((line) => `${line}4.125`), ''].join('\n'))
  const spanHeader = 'TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,Duration'
  const spans = inWindow.flatMap((index) => [
    `t${index},a${index},root,${pods[2]},Get,${unix(index)}000000000,263000`,
    `t${index},b${index},a${index},${pods[0]},Get,${unix(index)}002000000,9000`,
  ])
  put(dir, 'traces.csv', [spanHeader, ...spans, ''].join('\n'))
  const logHeader = 'TimeUnixNano,PodName,Node,TraceID,SpanID,Log'
  const line = (index: number) =>
    `${unix(index)}000000000,${pods[0]},n1,t${index},b${index},"14:00:00.000 INFO b.Basket#31 [basket][read, ${index}]"`
  put(dir, 'logs.csv', [logHeader, ...inWindow.map(line), ''].join('\n'))
  put(dir, 'baseline/calm/logs.csv', [logHeader, line(1), ''].join('\n'))
  put(dir, 'baseline/calm/dependency.csv', 'Source,Target\nstorefront,basket\nstorefront,search\n')
}
