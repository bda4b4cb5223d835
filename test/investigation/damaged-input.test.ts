import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import { wordFor } from '../../src/domain/confidence.ts'
import { writeDrill } from '../../src/drills/write-drill.ts'
import { DAMAGES, filesIn, investigateFolder, withDamaged, type Damage } from '../support/damage.ts'
import { dumpWith } from '../telemetry/cluster-dump/dump.ts'

const KINDS = Object.keys(DAMAGES) as Damage[]
/** Kinds whose cause shows in different files: a setting, a limit that events state, a flag. */
const DRILLS = ['env_address_invalid', 'quota_exceeded', 'flag_flipped']
/** Listings and metric files of one drill are alike; of each folder only these are kept, so that every kept file can be damaged in turn. */
const KEPT_OF_A_FOLDER = 3

/** A sweep takes 13 s on two idle cores; the rest is for a machine that others load. */
const SWEEP_TIMEOUT_MS = 300_000

/** What must hold whatever one file of a recorded incident looks like. Returns what does not, in words. */
async function broken(dir: string, whole: Diagnosis, spoilt: { readonly file: string; readonly damage: Damage }): Promise<string[]> {
  const answer = await withDamaged(dir, spoilt, investigateFolder)
  const isNamed = answer.notChecked.some(({ why }) => why.includes(path.basename(spoilt.file)))
  const sure = answer.rootCauses.filter(({ confidenceWord }) => confidenceWord === 'verified')
  const surer = answer.rootCauses.filter(({ entity, confidence }) =>
    whole.rootCauses.some((before) => before.entity === entity && before.confidence < confidence),
  )
  return [
    ...(isNamed ? [] : ['the hole is not named']),
    ...sure.map(({ entity }) => `${entity} is called verified`),
    ...surer.map(({ entity, confidence }) => `${entity} gained confidence: ${confidence}`),
  ].map((what) => `${spoilt.file} ${spoilt.damage}: ${what}`)
}

async function brokenWith(dir: string, cases: readonly { readonly file: string; readonly damage: Damage }[]): Promise<string[]> {
  const whole = await investigateFolder(dir)
  const found: string[] = []
  for (const spoilt of cases) found.push(...(await broken(dir, whole, spoilt)))
  return found
}

function everyCase(dir: string) {
  return filesIn(dir).flatMap((file) => KINDS.map((damage) => ({ file, damage })))
}

describe('investigation with damaged input', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'firstcause-damage-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  describe.each(DRILLS)('a snapshot of %s', (kind) => {
    const dir = path.join(root, kind)
    beforeAll(() => {
      writeDrill({ kind, seed: 1, scale: 'small', topology: 'shop' }, dir)
      for (const folder of ['alerts', 'metrics/pod_', 'metrics/service_']) thin(dir, folder)
    })

    it('names the cause with whole files', async () => {
      const whole = await investigateFolder(dir)

      expect(whole.rootCauses.map(({ confidenceWord }) => confidenceWord)).toEqual(['verified'])
    })

    it(
      'answers, names the hole and is never surer, whichever table is damaged in whichever way',
      async () => {
        const tables = everyCase(dir).filter(({ file }) => !file.includes('/'))

        expect(tables).toHaveLength(12)
        expect(await brokenWith(dir, tables)).toEqual([])
      },
      SWEEP_TIMEOUT_MS,
    )

    it(
      'does so for damaged listings and metric files, the ways taking turns',
      async () => {
        const offset = DRILLS.indexOf(kind)
        const others = filesIn(dir).filter((file) => file.includes('/'))
        const cases = others.map((file, index) => ({ file, damage: KINDS[(index + offset) % KINDS.length] ?? 'truncated' }))

        expect(cases).toHaveLength(3 * KEPT_OF_A_FOLDER)
        expect(await brokenWith(dir, cases)).toEqual([])
      },
      SWEEP_TIMEOUT_MS,
    )
  })

  it.each([
    ['cluster dump', clusterDump],
    ['incident folder', incidentFolder],
    ['trace folder', traceFolder],
  ])('answers, names the hole and is never surer for every file of a %s in every way', async (name, write) => {
    const dir = path.join(root, name)
    write(dir)
    const whole = await investigateFolder(dir)

    expect(whole.rootCauses.map(({ confidence, confidenceWord }) => wordFor(confidence, false) === confidenceWord)).not.toContain(false)
    expect(whole.rootCauses.length).toBeGreaterThan(0)
    expect(await brokenWith(dir, everyCase(dir))).toEqual([])
  })
})

/** Keeps the first, a middle and the last file of those whose path begins so. */
function thin(dir: string, start: string): void {
  const files = filesIn(dir).filter((file) => file.startsWith(start))
  const kept = new Set([0, Math.floor(files.length / 2), files.length - 1].map((index) => files[index]))
  for (const file of files) if (!kept.has(file)) rmSync(path.join(dir, file))
}

function put(dir: string, name: string, content: unknown): void {
  const file = path.join(dir, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 1))
}

function clusterDump(dir: string): void {
  put(dir, 'case.json', dumpWith())
  const minutes = Array.from({ length: 12 }, (_, index) => `2026-05-27 15:${50 + Math.min(index, 9)}:${index > 9 ? 30 : 10}`)
  put(dir, 'metrics.csv', ['time,basket-cpu', ...minutes.map((at, index) => `${at},${0.1 + index / 100}`), ''].join('\n'))
}

const START = Date.parse('2026-05-27T13:30:00Z')
function minute(index: number): string {
  return new Date(START + index * 60_000).toISOString()
}

/** A flag for quotes was switched on at 14:00; from then on quotes and its caller basket fail. */
function incidentFolder(dir: string): void {
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
function traceFolder(dir: string): void {
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
