import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { FAULT_KINDS } from '../../src/drills/faults/index.ts'
import { TOPOLOGIES } from '../../src/drills/topology/index.ts'
import { writeDrill } from '../../src/drills/write-drill.ts'
import { readSpans, type SpanRow } from './snapshot-rows.ts'

/** One kind in this many is written, each on the next topology: all of them would take minutes. */
const SAMPLE_EVERY = 9

/** Nothing is wrong in these, so nothing has to show. */
const FAULTLESS = ['healthy', 'recovered', 'harmless_deploy']

const SAMPLES = FAULT_KINDS.filter(({ name }) => !FAULTLESS.includes(name))
  .filter((_, index) => index % SAMPLE_EVERY === 0)
  .map(({ name }, index) => ({
    kind: name,
    topology: TOPOLOGIES[index % TOPOLOGIES.length]?.name ?? 'shop',
    delayMinutes: index % 2 === 0 ? 0 : 10,
  }))

describe('src/drills symptoms', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'drill-symptoms-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it.each([...SAMPLES, { kind: 'flag_flipped', topology: 'rail', delayMinutes: 25 }])(
    'shows an alert, errors, waits or lost traffic after onset: $kind on $topology, $delayMinutes minutes after the change',
    ({ kind, topology, delayMinutes }) => {
      const dir = path.join(root, `${kind}-${topology}`)

      const { truth } = writeDrill({ kind, seed: 11, scale: 'small', topology, delayMinutes }, dir)

      expect([...newAlerts(dir, truth.onset ?? ''), ...departed(dir, truth.onset ?? '')]).not.toEqual([])
    },
  )
})

/** Names of alerts that began after onset. */
function newAlerts(dir: string, onset: string): string[] {
  const listings = readdirSync(path.join(dir, 'alerts')).filter((name) => name.startsWith('alerts_at_'))
  const alerts = listings.flatMap(
    (name) =>
      JSON.parse(readFileSync(path.join(dir, 'alerts', name), 'utf8')) as readonly { activeAt: string; labels: { alertname: string } }[],
  )
  return alerts.filter(({ activeAt }) => activeAt >= onset).map(({ labels }) => labels.alertname)
}

/** Services that fail more, answer in twice the time, or get half of their requests after onset. */
function departed(dir: string, onset: string): string[] {
  const spans = readSpans(dir).filter(({ kind }) => kind === 'Server')
  const services = [...Map.groupBy(spans, ({ service }) => service)]
  return services
    .filter(([, own]) => {
      const [before, after] = [own.filter(({ at }) => at < onset), own.filter(({ at }) => at >= onset)]
      return errorRatio(after) > errorRatio(before) + 0.05 || median(after) > 2 * median(before) || after.length < before.length / 2
    })
    .map(([service]) => service)
}

function errorRatio(spans: readonly SpanRow[]): number {
  return spans.filter(({ isError }) => isError).length / Math.max(1, spans.length)
}

function median(spans: readonly SpanRow[]): number {
  return spans.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)[Math.floor(spans.length / 2)] ?? 0
}
