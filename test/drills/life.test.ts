import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DrillSpec, DrillTruth } from '../../src/drills/drill-spec.ts'
import { LIFE_ELEMENTS, type LifeElement, drawLife } from '../../src/drills/life/elements.ts'
import { createRandom } from '../../src/drills/random.ts'
import { writeDrill } from '../../src/drills/write-drill.ts'
import { readEvents, readRows, readSpans } from './snapshot-rows.ts'

const HAPPENINGS: readonly LifeElement[] = [
  'strangers',
  'edits',
  'experiments',
  'jobs',
  'old_failures',
  'restarts',
  'hiccups',
  'false_alarms',
  'other_alerts',
]
/** What is chosen within an element varies by seed; together these have each of them. */
const SEEDS = [3, 4, 5, 6]
const PLAIN: DrillSpec = { kind: 'network_policy_deny', seed: 3, scale: 'small', topology: 'star' }

interface Body {
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels: Record<string, string>
    readonly annotations: Record<string, string>
  }
  readonly spec?: { readonly unschedulable?: boolean; readonly replicas?: number; readonly template?: unknown }
  readonly status?: { readonly phase?: string; readonly containerStatuses?: readonly { readonly restartCount: number }[] }
}

const root = mkdtempSync(path.join(tmpdir(), 'drill-life-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function write(spec: DrillSpec): { folder: string; truth: DrillTruth } {
  const folder = mkdtempSync(path.join(root, 'case-'))
  return { folder, truth: writeDrill(spec, folder).truth }
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

function bodiesOf(folder: string): Body[] {
  return readRows(folder, 'k8s_objects_raw.tsv').map((row) => JSON.parse(row['Body'] ?? '{}') as Body)
}

function alertsOf(folder: string): { labels: Record<string, string>; activeAt: string }[] {
  return filesIn(folder)
    .filter((file) => file.startsWith('alerts/alerts_at_'))
    .flatMap((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { labels: Record<string, string>; activeAt: string }[])
}

function momentsOf(folder: string, file: string): number[] {
  return readRows(folder, file).map((row) => Date.parse(`${(row['Timestamp'] ?? '').slice(0, 23).replace(' ', 'T')}Z`))
}

describe('src/drills/life', () => {
  describe('drawing', () => {
    it('gives each element, none at all and many, and nothing at level 0', () => {
      const drawn = Array.from({ length: 400 }, (_, seed) => drawLife(createRandom(seed), 1))

      expect(new Set(drawn.flat())).toEqual(new Set(LIFE_ELEMENTS))
      expect(drawn.some((elements) => elements.length === 0)).toBe(true)
      expect(drawn.some((elements) => elements.length > 9)).toBe(true)
      expect(drawLife(createRandom(1), 0)).toEqual([])
    })

    it('gives nothing that another element makes void', () => {
      const drawn = Array.from({ length: 2000 }, (_, seed) => drawLife(createRandom(seed), 1))

      expect(drawn.filter((elements) => elements.includes('objects_cut') && elements.includes('objects_once'))).toEqual([])
      expect(drawn.filter((elements) => elements.includes('events_expired') && elements.includes('no_events'))).toEqual([])
    })
  })

  describe('happenings', () => {
    let plain: { folder: string; truth: DrillTruth }
    let drills: { folder: string; truth: DrillTruth; bodies: Body[] }[] = []

    beforeAll(() => {
      plain = write(PLAIN)
      drills = SEEDS.map((seed) => {
        const drill = write({ ...PLAIN, seed, life: HAPPENINGS })
        return { ...drill, bodies: bodiesOf(drill.folder) }
      })
    }, 120_000)

    it('writes the same bytes for the same spec', () => {
      const again = write({ ...PLAIN, seed: SEEDS[0] ?? 0, life: HAPPENINGS })

      expect(hashOf(again.folder)).toBe(hashOf(drills[0]?.folder ?? ''))
      expect(again.truth).toEqual(drills[0]?.truth)
    }, 60_000)

    it('leaves the cause what it is, and names nothing it touched among the causes', () => {
      const [first] = drills
      const causes = drills.flatMap(({ truth }) => truth.accept.flat())

      expect(first?.truth.rootCauses).toEqual(plain.truth.rootCauses)
      expect(first?.truth.onset).toBe(plain.truth.onset)
      expect(drills.flatMap(({ truth }) => truth.decoys).filter((name) => causes.includes(name))).toEqual([])
      expect(drills.every(({ truth }) => truth.decisive)).toBe(true)
    })

    it('says which element touched what, all of it among the decoys', () => {
      for (const { truth } of drills) {
        const touched = Object.entries(truth.touchedBy)

        expect(touched.map(([element]) => element).filter((element) => !truth.life.some((own) => own === element))).toEqual([])
        expect(touched.flatMap(([, names]) => names).filter((name) => !truth.decoys.includes(name))).toEqual([])
        expect(touched.length).toBeGreaterThan(4)
      }
    })

    it('has workloads beside the business that nobody calls, and hears them complain', () => {
      const names = drills.flatMap(({ truth }) => truth.decoys).map((name) => name.split('/')[2])
      const logged = drills.flatMap(({ folder }) => readRows(folder, 'otel_logs_raw.tsv').map((row) => row['ServiceName']))
      const served = new Set(drills.flatMap(({ folder }) => readSpans(folder).map((span) => span.service)))
      const strangers = names.filter((name) => name !== undefined && logged.includes(name) && !served.has(name))

      expect(strangers.length).toBeGreaterThan(1)
    })

    it('edits objects near onset that go on serving', () => {
      const edited = drills.flatMap(({ bodies, truth }) => {
        const versions = Map.groupBy(bodies, ({ kind, metadata }) => `${metadata.namespace ?? '_cluster'}/${kind}/${metadata.name}`)
        return truth.decoys.filter((name) => {
          const forms = (versions.get(name) ?? []).map(({ metadata, spec }) =>
            JSON.stringify([metadata.labels, metadata.annotations, spec]),
          )
          return /Deployment|Service|ConfigMap/.test(name) && new Set(forms).size > 1
        })
      })

      expect(new Set(edited).size).toBeGreaterThan(4)
    })

    it('lets experiments recur from long before onset to the end', () => {
      for (const { folder, truth } of drills) {
        const spawned = readEvents(folder).filter(({ object }) => object.reason === 'Spawned')
        const times = spawned.map(({ object }) => String(object['lastTimestamp'] ?? object['deprecatedLastTimestamp']))

        expect(times.some((time) => Date.parse(time) < Date.parse(truth.onset ?? '') - 600_000)).toBe(true)
        expect(times.some((time) => Date.parse(time) > Date.parse(truth.onset ?? '') + 600_000)).toBe(true)
        expect(truth.decoys.some((name) => name.startsWith('chaos-mesh/Schedule/'))).toBe(true)
      }
    })

    it('runs jobs that complete', () => {
      for (const { bodies } of drills) {
        expect(bodies.some(({ kind }) => kind === 'CronJob')).toBe(true)
        expect(bodies.some(({ kind, status }) => kind === 'Pod' && status?.phase === 'Succeeded')).toBe(true)
      }
    })

    it('holds what failed before the recording: Jobs, crash loops, claims and closed nodes', () => {
      const firsts = drills.map(({ bodies }) => bodies.slice(0, Math.ceil(bodies.length / 7)))
      const has = (test: (body: Body) => boolean) => firsts.some((bodies) => bodies.some(test))
      const moreSeeds = Array.from({ length: 12 }, (_, seed) =>
        write({ ...PLAIN, topology: 'chain', seed, life: ['old_failures', 'objects_once'] }),
      )
      const later = moreSeeds.flatMap(({ folder }) => bodiesOf(folder))

      expect(has(({ kind, status }) => kind === 'Pod' && status?.phase === 'Failed')).toBe(true)
      expect(later.some(({ status }) => (status?.containerStatuses?.[0]?.restartCount ?? 0) > 12)).toBe(true)
      expect(later.some(({ kind, status }) => kind === 'PersistentVolumeClaim' && status?.phase === 'Pending')).toBe(true)
      expect(later.some(({ kind, spec }) => kind === 'Node' && spec?.unschedulable === true)).toBe(true)
    }, 120_000)

    it('restarts where something catches it', () => {
      const restarted = drills.flatMap(({ bodies }) =>
        bodies.filter(
          ({ kind, status }) => kind === 'Pod' && status?.phase === 'Running' && status.containerStatuses?.[0]?.restartCount === 1,
        ),
      )

      expect(restarted.length).toBeGreaterThan(0)
    })

    it('lets a bystander be slow or fail for a moment, long before the cause', () => {
      const early = drills.map(({ folder, truth }) => {
        const before = new Date(Date.parse(truth.injectedAt ?? '') - 100_000).toISOString()
        const spans = readSpans(folder).filter((span) => span.at < before && span.kind === 'Server')
        return spans.filter(({ isError, milliseconds }) => isError || milliseconds > 900).length
      })
      const usual = readSpans(plain.folder).filter(
        ({ at, kind, isError, milliseconds }) =>
          at < (plain.truth.injectedAt ?? '') && kind === 'Server' && (isError || milliseconds > 900),
      )

      expect(Math.min(...early)).toBeGreaterThan(usual.length)
    })

    it('fires alerts that mean nothing, about services that are well', () => {
      const names = (folder: string) => new Set(alertsOf(folder).map(({ labels }) => labels['alertname'] ?? ''))
      const meaningless = drills
        .flatMap(({ folder }) => [...names(folder)])
        .filter((name) => /Backup|Disk|Flaws|Advice|Percentile|Zertifikat/.test(name))

      expect(new Set(meaningless).size).toBeGreaterThan(2)
      expect([...names(plain.folder)].filter((name) => meaningless.includes(name))).toEqual([])
    })

    it('brings more or fewer people, little by little', () => {
      const shares = [undefined, ['tide'] as const].map((life) => {
        const { folder } = write({ kind: 'healthy', seed: 2, scale: 'small', topology: 'chain', ...(life ? { life } : {}) })
        const times = momentsOf(folder, 'otel_traces_raw.tsv')
        const [start, end] = [Math.min(...times), Math.max(...times)]
        return times.filter((at) => at > end - 600_000).length / times.filter((at) => at < start + 600_000).length
      })

      expect(Math.abs((shares[1] ?? 0) / (shares[0] ?? 1) - 1)).toBeGreaterThan(0.2)
    }, 30_000)

    it('lets each runtime word what it cannot reach', () => {
      const texts = [3, 4, 5, 6].map((seed) => {
        const { folder } = write({ kind: 'service_deleted', seed, scale: 'small', topology: 'chain', life: ['native_errors'] })
        return readFileSync(path.join(folder, 'otel_traces_raw.tsv'), 'utf8')
      })

      expect(texts.filter((text) => /ENOTFOUND|Name or service not known/.test(text)).length).toBeGreaterThan(2)
      expect(texts.every((text) => !text.includes('failed to call'))).toBe(true)
    }, 30_000)

    it('speaks of alerts in other words, with and without a service', () => {
      const house = new Set(alertsOf(plain.folder).map(({ labels }) => labels['alertname']))
      const perSeed = Array.from({ length: 8 }, (_, seed) =>
        alertsOf(write({ ...PLAIN, topology: 'chain', seed, life: ['other_alerts'] }).folder).filter(
          ({ labels }) => !house.has(labels['alertname']) && labels['namespace'] !== 'monitoring',
        ),
      )
      const services = perSeed.map((alerts) =>
        alerts.some(({ labels }) => ['service', 'app', 'job', 'component', 'service_name', 'workload'].some((label) => label in labels)),
      )

      expect(new Set(perSeed.flatMap((alerts) => alerts.map(({ labels }) => labels['alertname']))).size).toBeGreaterThan(5)
      expect(new Set(services)).toEqual(new Set([true, false]))
    }, 120_000)
  })

  describe('gaps', () => {
    const chain: DrillSpec = { ...PLAIN, topology: 'chain' }

    it.each([
      ['no_alerts', 'alerts'],
      ['no_traces', 'otel_traces_raw.tsv'],
      ['no_metrics', 'metrics'],
      ['no_logs', 'otel_logs_raw.tsv'],
      ['no_events', 'k8s_events_raw.tsv'],
    ] as const)(
      '%s leaves %s out and says so',
      (element, missing) => {
        const { folder, truth } = write({ ...chain, life: [element] })

        expect(filesIn(folder).filter((file) => file.startsWith(missing))).toEqual([])
        expect(filesIn(folder).length).toBeGreaterThan(2)
        expect(truth.missing).toEqual([missing])
      },
      30_000,
    )

    it('begins in the middle of the trouble, with nothing of the calm', () => {
      const { folder, truth } = write({ ...chain, life: ['late_start'] })
      const onset = Date.parse(truth.onset ?? '')

      for (const file of ['otel_traces_raw.tsv', 'otel_logs_raw.tsv', 'k8s_objects_raw.tsv', 'k8s_events_raw.tsv'])
        expect(Math.min(...momentsOf(folder, file))).toBeGreaterThan(onset)
      expect(momentsOf(folder, 'otel_traces_raw.tsv').length).toBeGreaterThan(1000)
    }, 30_000)

    it('keeps the events of the last minutes only', () => {
      const { folder } = write({ ...chain, life: ['events_expired'] })
      const events = momentsOf(folder, 'k8s_events_raw.tsv')

      expect(events.length).toBeGreaterThan(0)
      expect(Math.max(...events) - Math.min(...events)).toBeLessThan(720_000)
    }, 30_000)

    it('lists objects once, or breaks off in the middle of a line', () => {
      const once = write({ ...chain, life: ['objects_once'] })
      const cut = readFileSync(path.join(write({ ...chain, life: ['objects_cut'] }).folder, 'k8s_objects_raw.tsv'), 'utf8')
      const listed = momentsOf(once.folder, 'k8s_objects_raw.tsv')

      expect(Math.max(...listed) - Math.min(...listed)).toBeLessThan(10_000)
      expect(cut.endsWith('\n')).toBe(false)
    }, 30_000)

    it('says when too little is left to know the cause', () => {
      const decisive = (kind: string, life: readonly LifeElement[]) => write({ ...chain, kind, life }).truth.decisive

      expect(decisive('chaos_network_loss', ['no_events'])).toBe(false)
      expect(decisive('chaos_network_loss', ['no_metrics'])).toBe(true)
      expect(decisive('certificate_expired', ['no_logs', 'no_traces'])).toBe(false)
      expect(decisive('traffic_surge', ['late_start'])).toBe(false)
      expect(decisive('service_deleted', ['objects_once', 'no_logs', 'no_traces'])).toBe(false)
      expect(decisive('healthy', ['no_logs', 'no_traces', 'no_metrics'])).toBe(true)
    }, 60_000)
  })
})
