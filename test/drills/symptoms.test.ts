import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { FAULT_KINDS } from '../../src/drills/faults/index.ts'
import { topologiesWith } from '../../src/drills/topology/index.ts'
import { writeDrill } from '../../src/drills/write-drill.ts'
import { sampleCases } from '../support/sweep.ts'
import { readSpans, type SpanRow } from './snapshot-rows.ts'

/** Kinds of each run, about three seconds of a core each: all of them would take minutes. */
const SAMPLED_KINDS = 6

/** Nothing is wrong in these, so nothing has to show. */
const FAULTLESS = ['healthy', 'recovered', 'harmless_deploy']

/** Every kind, each on the next topology, every other one with a change long before the symptom. */
const CASES = FAULT_KINDS.filter(({ name }) => !FAULTLESS.includes(name)).map(({ name, needs = [] }, index) => {
  const { written, generated } = topologiesWith(needs)
  const topologies = [...written, ...generated]
  return { kind: name, topology: topologies[index % topologies.length] ?? 'shop', delayMinutes: index % 2 === 0 ? 0 : 10 }
})

describe('src/drills symptoms', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'drill-symptoms-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it.each([...sampleCases('drill symptoms', CASES, SAMPLED_KINDS), { kind: 'flag_flipped', topology: 'rail', delayMinutes: 25 }])(
    'shows an alert, errors, waits or lost traffic after onset: $kind on $topology, $delayMinutes minutes after the change',
    ({ kind, topology, delayMinutes }) => {
      const dir = path.join(root, `${kind}-${topology}`)

      const { truth } = writeDrill({ kind, seed: 11, scale: 'small', topology, delayMinutes }, dir)

      const alerts = newAlerts(dir, truth.onset ?? '')
      // Spans are many and slow to read; where an alert tells, nobody has to ask them.
      expect(alerts.length > 0 ? alerts : departed(dir, truth.onset ?? '')).not.toEqual([])
      rmSync(dir, { recursive: true })
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
