import { afterEach, describe, expect, it } from 'vitest'
import type { ServedObject } from '../../../../benchmarks/live/object-api.ts'
import type { JournalExcerpt, JournalGap, JournalVersion } from '../../../../src/domain/journal.ts'
import { versionHash } from '../../../../src/journal/version.ts'
import { defaultRedactor } from '../../../../src/redaction/redactor.ts'
import { JOURNALED } from '../../../../src/telemetry/live/kubernetes/kinds.ts'
import { LIVE_HOUR, openLiveCluster, type OpenedCluster } from '../../../support/live-cluster.ts'

const opened: OpenedCluster[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

const NOW = new Date('2026-12-01T02:00:00Z')
const at = (time: string) => new Date(`2026-12-01T${time}Z`)
const hashOf = (object: Record<string, unknown>) => versionHash(object, defaultRedactor)

function settings(limit: string, data: Readonly<Record<string, string>> = {}): ServedObject {
  return {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { name: 'cart', namespace: 'shop', creationTimestamp: '2026-11-01T00:00:00Z' },
    data: { LIMIT: limit, ...data },
  }
}

/** As a journal keeps it. */
function kept(id: number, seen: string, object: ServedObject | null, more: Partial<JournalVersion> = {}): JournalVersion {
  const masked = object === null ? null : defaultRedactor.fields(object)
  return {
    id,
    entity: 'shop/ConfigMap/cart',
    kind: 'ConfigMap',
    hash: object === null ? null : hashOf({ ...object }),
    objectJson: masked === null ? null : JSON.stringify(masked),
    observedAt: at(seen),
    changedAt: null,
    by: null,
    ...more,
  }
}

async function read(objects: readonly ServedObject[], excerpt: Partial<JournalExcerpt> | null | Error) {
  const asked: Date[] = []
  const journal = {
    hashOf,
    read: async (since: Date) => {
      asked.push(since)
      if (excerpt instanceof Error) throw excerpt
      return excerpt === null ? null : { versions: [], leftOut: 0, gaps: [], ...excerpt }
    },
  }
  const cluster = await openLiveCluster({ objects: [{ kind: 'Namespace', metadata: { name: 'shop' } }, ...objects], now: NOW }, { journal })
  opened.push(cluster)
  const reading = await cluster.read({ kind: 'object_versions' })
  const rows = 'rows' in reading ? reading.rows.filter(({ entity }) => entity === 'shop/ConfigMap/cart') : []
  return { asked, reading, rows, limits: rows.map(({ object }) => (object['data'] as Record<string, string>)['LIMIT']) }
}

describe('what an object was', () => {
  it('stands before what it is, with time and writer, in one row where nothing changed since', async () => {
    const before = kept(1, '01:00:00', settings('10'))
    const after = kept(2, '01:30:01', settings('0'), { changedAt: at('01:30:00'), by: 'kubectl-edit' })
    const { rows, limits, reading } = await read([settings('0')], { versions: [before, after] })
    expect(reading.status).toBe('ok')
    expect(limits).toEqual(['10', '0'])
    expect(rows).toMatchObject([
      { locator: 'journal#1', firstSeenAt: at('01:00:00'), lastSeenAt: at('01:30:01'), isCurrent: true },
      {
        locator: '/api/v1/namespaces/shop/configmaps/cart',
        firstSeenAt: at('01:30:01'),
        changedAt: at('01:30:00'),
        writes: [{ by: 'kubectl-edit', at: at('01:30:00'), fields: [] }],
        lastSeenAt: NOW,
      },
    ])
  })

  it('is the same where only what is masked differs from what a run reads', async () => {
    const secret = { DB_PASSWORD: 'hunter2-hunter2' }
    const { rows } = await read([settings('10', secret)], { versions: [kept(1, '01:00:00', settings('10', secret))] })
    expect(rows).toMatchObject([{ firstSeenAt: at('01:00:00'), changedAt: new Date('2026-11-01T00:00:00Z') }])
  })

  it('is told although the journal has not seen the newest change yet', async () => {
    const { limits, rows } = await read([settings('0')], { versions: [kept(1, '01:00:00', settings('10'))] })
    expect(limits).toEqual(['10', '0'])
    expect(rows[0]).toMatchObject({ lastSeenAt: NOW })
  })

  it('is told of what is gone, until the journal saw it go, or until now', async () => {
    const seen = await read([], { versions: [kept(1, '01:00:00', settings('10')), kept(2, '01:20:00', null)] })
    expect(seen.rows).toMatchObject([{ isCurrent: false, lastSeenAt: at('01:20:00') }])
    const unseen = await read([], { versions: [kept(1, '01:00:00', settings('10'))] })
    expect(unseen.rows).toMatchObject([{ isCurrent: false, lastSeenAt: NOW }])
  })

  it('is asked for from a day before the window', async () => {
    const { asked } = await read([settings('10')], {})
    expect(asked).toEqual([new Date('2026-11-30T01:00:00Z')])
  })

  it('keeps of the templates that Kubernetes keeps those from before the journal', async () => {
    const template = (image: string) => ({ metadata: { labels: {} }, spec: { containers: [{ name: 'app', image }] } })
    const owner = [{ kind: 'Deployment', name: 'web', controller: true }]
    const deployment = (image: string): ServedObject => ({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { template: template(image) },
    })
    const replicaSets = ['10:00:00', '20:00:00'].map((time, index): ServedObject => ({
      kind: 'ReplicaSet',
      metadata: {
        name: `web-${index}`,
        namespace: 'shop',
        ownerReferences: owner,
        creationTimestamp: `2026-11-30T${time}Z`,
        annotations: { 'deployment.kubernetes.io/revision': String(index + 1) },
      },
      spec: { template: template(`web:${index + 1}`) },
    }))
    const newest: ServedObject = {
      ...replicaSets[0]!,
      metadata: {
        ...replicaSets[0]!.metadata,
        name: 'web-2',
        creationTimestamp: '2026-12-01T01:30:00Z',
        annotations: { 'deployment.kubernetes.io/revision': '3' },
      },
      spec: { template: template('web:3') },
    }
    const versions = [deployment('web:2'), deployment('web:3')].map((object, index) => ({
      ...kept(index, index === 0 ? '00:10:00' : '01:30:00', object),
      entity: 'shop/Deployment/web' as const,
      kind: 'Deployment',
    }))
    const { reading } = await read([deployment('web:3'), ...replicaSets, newest], { versions })
    const rows = 'rows' in reading ? reading.rows.filter(({ entity }) => entity === 'shop/Deployment/web') : []
    expect(rows.map(({ object }) => /web:\d/.exec(JSON.stringify(object))?.[0])).toEqual(['web:1', 'web:2', 'web:3'])
  })
})

describe('when nobody watched', () => {
  const gap = (from: string | null, to: string | null, more: Partial<JournalGap> = {}): JournalGap => ({
    kind: 'ConfigMap',
    namespace: null,
    from: from === null ? null : at(from),
    to: to === null ? null : at(to),
    reason: 'unreachable',
    why: 'nothing listens there',
    ...more,
  })
  const problems = async (excerpt: Partial<JournalExcerpt> | null | Error) => {
    const { reading } = await read([settings('10')], excerpt)
    return 'problems' in reading ? reading.problems : []
  }

  it('says from when to when inside of the window, once for what went together, and it weighs nothing', async () => {
    const everything = JOURNALED.map(({ kind }, index) => gap(`01:10:0${index % 5}`, `01:20:0${index % 3}`, { kind }))
    const told = await problems({ gaps: [...everything, gap('01:40:00', null, { kind: 'Role', reason: 'refused', why: 'no right' })] })
    expect(told).toEqual([
      {
        where: 'journal of prod',
        record: null,
        what:
          'from 2026-12-01T01:40:00Z to 2026-12-01T02:00:00Z nobody watched Roles (no right); ' +
          'from 2026-12-01T01:10:00Z to 2026-12-01T01:20:02Z nobody watched it (nothing listens there)',
        unreadable: { count: 0, of: 1, unit: 'records' },
      },
    ])
    expect(LIVE_HOUR.end).toEqual(NOW)
  })

  it('says nothing of gaps outside of the window', async () => {
    expect(await problems({ gaps: [gap(null, '01:00:00', { reason: 'start' })] })).toEqual([])
  })

  it('names the five longest and counts the others', async () => {
    const gaps = Array.from({ length: 8 }, (_, index) => gap(`01:0${index}:00`, `01:${index + 30}:00`, { why: `reason ${index}` }))
    const [told] = await problems({ gaps })
    expect(told?.what).toMatch(/^(?:from [^;]+; ){5}and 3 shorter gaps$/)
  })

  it('says that there is no journal, that it could not be read, or that not all of it was', async () => {
    const what = async (excerpt: Partial<JournalExcerpt> | null | Error) => (await problems(excerpt))[0]?.what
    expect(await what(null)).toMatch(/^no journal is kept of this cluster: what ConfigMaps/)
    expect(await what(new Error('down'))).toMatch(/^the journal of this cluster could not be read/)
    expect(await what({ leftOut: 7 })).toBe('7 older versions were left out, its limit')
  })
})
