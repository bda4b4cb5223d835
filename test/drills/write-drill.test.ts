import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DrillSpec } from '../../src/drills/drill-spec.ts'
import { type WrittenDrill, writeDrill } from '../../src/drills/write-drill.ts'
import { type EventRow, readEvents, readRows, readSpans, type Row, type SpanRow } from './snapshot-rows.ts'

const SPEC: DrillSpec = { kind: 'network_policy_deny', seed: 21, scale: 'small', topology: 'shop' }
const RECORD_HEADER =
  'Timestamp TimestampTime TraceId SpanId TraceFlags SeverityText SeverityNumber ServiceName Body ResourceSchemaUrl ResourceAttributes ScopeSchemaUrl ScopeName ScopeVersion ScopeAttributes LogAttributes EventName'
const TRACE_HEADER =
  'Timestamp TraceId SpanId ParentSpanId TraceState SpanName SpanKind ServiceName ResourceAttributes ScopeName ScopeVersion SpanAttributes Duration StatusCode StatusMessage Events.Timestamp Events.Name Events.Attributes Links.TraceId Links.SpanId Links.TraceState Links.Attributes'

const root = mkdtempSync(path.join(tmpdir(), 'drills-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function write(name: string, spec: DrillSpec): { readonly folder: string; readonly drill: WrittenDrill } {
  const folder = path.join(root, name)
  return { folder, drill: writeDrill(spec, folder) }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .sort()
}

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  for (const file of filesIn(folder)) hash.update(file).update(readFileSync(path.join(folder, file)))
  return hash.digest('hex')
}

describe('src/drills/write-drill', () => {
  let folder = ''
  let drill: WrittenDrill
  // Read once: parsing the large files costs as much as writing them.
  let spans: readonly SpanRow[] = []
  let events: readonly EventRow[] = []
  let objects: readonly Row[] = []

  beforeAll(() => {
    ;({ folder, drill } = write('policy', SPEC))
    spans = readSpans(folder)
    events = readEvents(folder)
    objects = readRows(folder, 'k8s_objects_raw.tsv')
  })

  describe('format', () => {
    it('gives events, objects and logs one header and traces theirs', () => {
      const headers = ['k8s_events_raw.tsv', 'k8s_objects_raw.tsv', 'otel_logs_raw.tsv', 'otel_traces_raw.tsv'].map((file) =>
        readFileSync(path.join(folder, file), 'utf8').split('\n', 1)[0]?.replaceAll('\t', ' '),
      )

      expect(headers).toEqual([RECORD_HEADER, RECORD_HEADER, RECORD_HEADER, TRACE_HEADER])
    })

    it('records every event once for each API version', () => {
      const keys = (version: string) =>
        events
          .filter((row) => row.object.apiVersion === version)
          .map((row) => `${row.type} ${row.object.metadata.uid} ${String(row.object['count'] ?? row.object['deprecatedCount'])}`)
          .sort()

      expect(keys('v1').length).toBeGreaterThan(20)
      expect(keys('events.k8s.io/v1')).toEqual(keys('v1'))
    })

    it('reports forgotten events as DELETED rows', () => {
      expect(events.filter((row) => row.type === 'DELETED').length).toBeGreaterThan(50)
    })

    it('polls every object each five minutes, with managed fields', () => {
      const polls = [
        ...new Set(objects.filter((row) => row['LogAttributes']?.includes("'nodes'")).map((row) => Date.parse(`${row['TimestampTime']}Z`))),
      ]
      const gaps = polls.slice(1).map((at, index) => Math.round((at - (polls[index] ?? 0)) / 60_000))
      const bodies = objects.map((row) => JSON.parse(row['Body'] ?? '{}') as { metadata: { managedFields: unknown[] } })

      expect(gaps.length).toBeGreaterThan(4)
      expect(new Set(gaps)).toEqual(new Set([5]))
      expect(bodies.every((body) => body.metadata.managedFields.length > 0)).toBe(true)
      expect(objects.some((row) => row['Body']?.includes('"drill/'))).toBe(false)
    })

    it('writes access records over two lines, in quotes', () => {
      const text = readFileSync(path.join(folder, 'otel_logs_raw.tsv'), 'utf8')
      const access = readRows(folder, 'otel_logs_raw.tsv').filter((row) => row['Body']?.endsWith('\n'))

      expect(access.length).toBeGreaterThan(500)
      expect(text.split('\n').length - 2).toBeGreaterThan(drill.logRecords)
    })

    it('writes each metric row twice, in blocks of at most five names, with pause containers', () => {
      const file = filesIn(folder).find((name) => name.startsWith('metrics/pod_'))
      const rows = readRows(folder, file ?? '')
      const twice = rows.every((row, index) => index % 2 === 0 || JSON.stringify(row) === JSON.stringify(rows[index - 1]))
      const restarts = rows.filter((row, index) => index > 0 && (row['timestamp'] ?? '') < (rows[index - 1]?.['timestamp'] ?? '')).length

      expect(twice).toBe(true)
      expect(restarts).toBe(1)
      expect(rows.some((row) => row['tags']?.includes('pause:'))).toBe(true)
    })

    it('adds the status column only to services that have failed', () => {
      const headers = filesIn(folder)
        .filter((name) => name.startsWith('metrics/service_'))
        .map((name) => readFileSync(path.join(folder, name), 'utf8').split('\n', 1)[0] ?? '')

      expect(headers.some((header) => header.endsWith('metric_type'))).toBe(true)
      expect(headers.some((header) => header.endsWith('metric_type\tstatus_code'))).toBe(true)
    })

    it('writes alerts in both shapes, one list a minute, background included', () => {
      const files = filesIn(folder).filter((name) => name.startsWith('alerts/alerts_at_'))
      const final = filesIn(folder).find((name) => name.startsWith('alerts/alerts_in_alerting_state_'))
      const first = JSON.parse(readFileSync(path.join(folder, files[0] ?? ''), 'utf8')) as {
        labels: { alertname: string }
        value: string
      }[]
      const last = JSON.parse(readFileSync(path.join(folder, final ?? ''), 'utf8')) as { status: string; data: { alerts: unknown[] } }

      expect(files.length).toBeGreaterThan(30)
      expect(first.map((alert) => alert.labels.alertname)).toContain('Watchdog')
      expect(first[0]?.value).toMatch(/^\d(\.\d+)?e[+-]\d\d$/)
      expect(last.status).toBe('success')
      expect(last.data.alerts.length).toBeGreaterThan(0)
    })

    it('orders spans by time and ends streams by their deadline', () => {
      const times = spans.map((span) => span.at)
      const streams = spans.filter((span) => span.milliseconds > 599_000)

      expect(times).toEqual([...times].sort())
      expect(streams.length).toBeGreaterThan(0)
      expect(streams.every((span) => span.isError)).toBe(true)
    })

    it('keeps the answer out of the snapshot', () => {
      expect(filesIn(folder).filter((name) => name.includes('truth'))).toEqual([])
      expect(readFileSync(path.join(folder, 'k8s_objects_raw.tsv'), 'utf8')).not.toContain('network_policy_deny')
    })
  })

  describe('causality', () => {
    it('shows errors beyond the everyday ones only after the fault', () => {
      const onset = drill.truth.onset ?? ''
      const served = spans.filter((span) => span.kind === 'Server')
      const errorRatio = (spans: typeof served) => spans.filter((span) => span.isError).length / spans.length

      expect(errorRatio(served.filter((span) => span.at < onset))).toBeLessThan(0.01)
      expect(errorRatio(served.filter((span) => span.at >= onset))).toBeGreaterThan(0.1)
    })

    it('leaves the isolated service without a request', () => {
      const policy = drill.truth.rootCauses[0]
      const target = objects
        .map(
          (row) =>
            JSON.parse(row['Body'] ?? '{}') as {
              kind: string
              metadata: { name: string }
              spec?: { podSelector?: { matchLabels: { app: string } } }
            },
        )
        .find((object) => object.kind === 'NetworkPolicy' && policy?.endsWith(object.metadata.name))?.spec?.podSelector?.matchLabels.app
      const late = new Date(Date.parse(drill.truth.onset ?? '') + 30_000).toISOString()

      expect(target).toBeDefined()
      expect(spans.filter((span) => span.service === target && span.kind === 'Server' && span.at > late)).toEqual([])
    })

    it('never lets a pod serve that has not started, or is gone', () => {
      const { folder: flipped } = write('flag', { ...SPEC, kind: 'flag_flipped', seed: 5 })
      const started = new Map<string, number>()
      for (const { object, type } of readEvents(flipped)) {
        if (type !== 'ADDED' || object.apiVersion !== 'v1' || object.reason !== 'Started') continue
        const { name } = object['involvedObject'] as { name: string }
        started.set(name, Date.parse(String(object['lastTimestamp'])))
      }
      const spans = readSpans(flipped).filter((span) => span.kind === 'Server' && started.has(span.pod))

      expect(spans.length).toBeGreaterThan(50)
      expect(spans.filter((span) => Date.parse(span.at) < (started.get(span.pod) ?? 0))).toEqual([])
    })

    it('makes callers of a workload without pods fail, and the workload fall silent', () => {
      const { folder: broken, drill: outage } = write('image', { ...SPEC, kind: 'scaled_to_zero', seed: 8, topology: 'clinic' })
      const name = outage.truth.rootCauses[0]?.split('/')[2] ?? ''
      const late = new Date(Date.parse(outage.truth.onset ?? '') + 60_000).toISOString()
      const after = readSpans(broken).filter((span) => span.at > late)

      expect(after.filter((span) => span.service === name)).toEqual([])
      expect(after.some((span) => span.kind === 'Server' && span.isError)).toBe(true)
    })

    it('fires nothing but everyday alerts in a healthy system', () => {
      const { folder: calm } = write('healthy', { ...SPEC, kind: 'healthy' })
      const names = filesIn(calm)
        .filter((file) => file.startsWith('alerts/alerts_at_'))
        .flatMap(
          (file) => JSON.parse(readFileSync(path.join(calm, file), 'utf8')) as { labels: { alertname: string; service_name?: string } }[],
        )
        .filter((alert) => alert.labels.service_name !== undefined)
        .map((alert) => alert.labels.alertname)

      expect(new Set(names)).toEqual(new Set(['RequestErrorRate']))
    })

    it('ends well when the cause passed by itself, and blames nobody', () => {
      const { folder: passed, drill: outcome } = write('recovered', { ...SPEC, kind: 'recovered', seed: 3 })
      const files = filesIn(passed).filter((file) => file.startsWith('alerts/alerts_at_'))
      const latency = files.map((file) => readFileSync(path.join(passed, file), 'utf8').includes('RequestLatency'))

      expect(outcome.truth).toMatchObject({ outcome: 'no_cause', rootCauses: [] })
      expect(latency).toContain(true)
      expect(latency.at(-1)).toBe(false)
    })
  })

  describe('order', () => {
    it('writes the same bytes for the same spec, and reports how far it is', () => {
      const again = path.join(root, 'again')
      const heard: number[] = []
      const written = writeDrill(SPEC, again, (ratio) => heard.push(ratio))

      expect(hashOf(again)).toBe(hashOf(folder))
      expect(written).toEqual(drill)
      expect(heard.length).toBeGreaterThan(30)
      expect(heard).toEqual([...heard].sort((a, b) => a - b))
      expect(heard.at(-1)).toBeLessThanOrEqual(1)
    })

    it('names both causes of two faults, and every name that counts', () => {
      const { drill: both } = write('two', { ...SPEC, kind: 'two_faults', topology: 'rail', seed: 4 })

      expect(both.truth.rootCauses).toHaveLength(2)
      expect(both.truth.accept.map((names) => names[0])).toEqual(both.truth.rootCauses)
    })

    it('writes another incident for another seed, without what the drill is meant to lack', () => {
      const { folder: partial, drill: other } = write('partial', { ...SPEC, seed: 22, missing: ['metrics', 'otel_logs_raw.tsv'] })

      expect(other.truth.rootCauses).not.toEqual(drill.truth.rootCauses)
      expect(filesIn(partial).some((file) => file.startsWith('metrics/') || file === 'otel_logs_raw.tsv')).toBe(false)
      expect(filesIn(partial)).toContain('otel_traces_raw.tsv')
    })

    it('refuses a kind or a topology that does not exist', () => {
      expect(() => write('nothing', { ...SPEC, kind: 'gremlins' })).toThrow(/no drill of kind gremlins/)
      expect(() => write('nowhere', { ...SPEC, topology: 'moon' })).toThrow(/no topology moon/)
    })
  })
})
