import { afterEach, describe, expect, it } from 'vitest'
import type { ServedCluster, ServedObject } from '../../benchmarks/live/object-api.ts'
import type { NewJournalVersion } from '../../src/domain/journal.ts'
import { JOURNALED } from '../../src/telemetry/live/kubernetes/kinds.ts'
import { keepInMemory, type KeptJournal, type KeptOptions } from '../support/kept-journal.ts'

const running: KeptJournal[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()))
})

async function keep(served: ServedCluster, options?: KeptOptions): Promise<KeptJournal> {
  const kept = await keepInMemory(served, options)
  running.push(kept)
  return kept
}

async function isWatching({ api }: KeptJournal, count = JOURNALED.length): Promise<void> {
  await expect.poll(() => api.watches.count).toBe(count)
}

interface Settings {
  readonly data?: Readonly<Record<string, string>>
  readonly namespace?: string
  readonly by?: string
  readonly at?: string
  readonly resourceVersion?: string
}

function settings(name: string, { data = { LIMIT: '10' }, namespace = 'shop', by, at, resourceVersion }: Settings = {}): ServedObject {
  const managedFields = by === undefined ? [] : [{ manager: by, operation: 'Update', time: at, fieldsV1: { 'f:data': {} } }]
  const own = { name, namespace, creationTimestamp: '2026-12-01T00:00:00Z', managedFields }
  return { kind: 'ConfigMap', apiVersion: 'v1', metadata: { ...own, ...(resourceVersion === undefined ? {} : { resourceVersion }) }, data }
}

const SHOP = [settings('cart'), settings('pay'), { kind: 'Pod', metadata: { name: 'cart-1', namespace: 'shop' } }]
const told = (versions: readonly NewJournalVersion[]) =>
  versions.map(({ entity, objectJson }) => `${entity} ${objectJson === null ? 'gone' : JSON.stringify(JSON.parse(objectJson).data)}`)
const openGaps = ({ gaps }: KeptJournal, kind = 'ConfigMap') => gaps.filter((gap) => gap.kind === kind && gap.to === null)
const reasons = ({ gaps }: KeptJournal) => gaps.filter(({ kind }) => kind === 'ConfigMap').map(({ reason }) => reason)

describe('what is kept', () => {
  it('is what is there, then each change with its time and writer, and the end', async () => {
    const kept = await keep({ objects: SHOP })
    await isWatching(kept)
    expect(told(kept.versions)).toEqual(['shop/ConfigMap/cart {"LIMIT":"10"}', 'shop/ConfigMap/pay {"LIMIT":"10"}'])
    kept.api.put(settings('cart', { data: { LIMIT: '0' }, by: 'kubectl-edit', at: '2026-12-01T01:02:03Z' }))
    await expect.poll(() => kept.versions.length).toBe(3)
    kept.api.remove(settings('pay'))
    await expect.poll(() => kept.versions.length).toBe(4)
    expect(told(kept.versions.slice(2))).toEqual(['shop/ConfigMap/cart {"LIMIT":"0"}', 'shop/ConfigMap/pay gone'])
    expect(kept.versions[2]).toMatchObject({ by: 'kubectl-edit', changedAt: new Date('2026-12-01T01:02:03Z'), kind: 'ConfigMap' })
    expect(kept.versions[0]).toMatchObject({ by: null, changedAt: new Date('2026-12-01T00:00:00Z') })
  })

  it('is no version where only status and bookkeeping moved', async () => {
    const quota = (used: string, resourceVersion: string): ServedObject => ({
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata: { name: 'shop', namespace: 'shop', resourceVersion },
      spec: { hard: { pods: '10' } },
      status: { used: { pods: used } },
    })
    const kept = await keep({ objects: [quota('1', '5')] })
    await isWatching(kept)
    kept.api.put(quota('9', '6'))
    kept.api.put({ ...quota('9', '7'), spec: { hard: { pods: '9' } } })
    await expect.poll(() => kept.versions.length).toBe(2)
    expect(kept.versions[1]?.objectJson).toContain('"pods":"9"')
  })

  it('holds no secret, and no Secret is asked for', async () => {
    const kept = await keep({ objects: [settings('cart', { data: { DB_PASSWORD: 'hunter2-hunter2', LIMIT: '10' } })] })
    await isWatching(kept)
    expect(kept.versions[0]?.objectJson).toContain('"DB_PASSWORD":"[masked]"')
    expect(JSON.stringify(kept.versions)).not.toContain('hunter2')
    expect(kept.api.asked.filter((one) => /secret/i.test(one))).toEqual([])
  })

  it('goes on from what a keeper before had, and says from when to when there was none', async () => {
    const first = await keep({ objects: SHOP })
    await isWatching(first)
    const heads = first.versions.map(({ hash, ...rest }) => ({ ...rest, hash: hash ?? '' }))
    const heldBefore = new Date('2026-12-01T01:00:00Z')
    const second = await keep({ objects: [settings('cart', { data: { LIMIT: '5' } })] }, { cluster: { heads, heldBefore } })
    await isWatching(second)
    expect(told(second.versions)).toEqual(['shop/ConfigMap/cart {"LIMIT":"5"}', 'shop/ConfigMap/pay gone'])
    expect(second.versions.map(({ changedAt }) => changedAt)).toEqual([null, null])
    expect(second.gaps).toHaveLength(JOURNALED.length)
    expect(second.gaps[0]).toMatchObject({ from: heldBefore, to: expect.any(Date) as Date, reason: 'start' })
  })

  it('is asked for page after page, and of wanted namespaces only', async () => {
    const many = Array.from({ length: 1100 }, (_, index) => settings(`cart-${index}`))
    const kept = await keep({ objects: [...many, settings('other', { namespace: 'other' })] }, { cluster: { namespaces: ['shop'] } })
    await isWatching(kept)
    expect(kept.versions).toHaveLength(1100)
    expect(kept.api.asked.filter((one) => one.includes('/namespaces/shop/configmaps?limit'))).toHaveLength(3)
  })
})

describe('what goes wrong', () => {
  it('a connection that is cut is taken up where it was, and nothing is lost or told twice', async () => {
    const kept = await keep({ objects: SHOP })
    await isWatching(kept)
    kept.api.watches.bookmark()
    kept.api.put(settings('cart', { data: { LIMIT: '1' } }))
    await expect.poll(() => kept.versions.length).toBe(3)
    await expect.poll(() => kept.api.watches.count).toBe(JOURNALED.length)
    const lists = kept.api.asked.filter((one) => one.includes('/configmaps?limit=500')).length
    kept.api.watches.cut()
    kept.api.put(settings('cart', { data: { LIMIT: '2' } }))
    await expect.poll(() => kept.versions.length).toBe(4)
    expect(told(kept.versions.slice(3))).toEqual(['shop/ConfigMap/cart {"LIMIT":"2"}'])
    expect(kept.api.asked.filter((one) => one.includes('/configmaps?limit=500'))).toHaveLength(lists)
    expect(reasons(kept)).toEqual(['start'])
  })

  it.each([
    ['in the stream', (kept: KeptJournal) => kept.api.watches.expire()],
    [
      'at the next watch',
      (kept: KeptJournal) => {
        kept.api.watches.forget()
        kept.api.watches.cut()
      },
    ],
  ])('a version that expired %s is a gap and a new listing, which finds changes and ends', async (_where, expire) => {
    const kept = await keep({ objects: SHOP })
    await isWatching(kept)
    kept.api.watches.bookmark()
    kept.api.put(settings('cart', { data: { LIMIT: '1' } }))
    await expect.poll(() => kept.versions.length).toBe(3)
    kept.api.put(settings('cart', { data: { LIMIT: '0' } }), { isUnseen: true })
    kept.api.remove(settings('pay'), { isUnseen: true })
    expire(kept)
    await expect.poll(() => kept.versions.length).toBe(5)
    expect(told(kept.versions.slice(3))).toEqual(['shop/ConfigMap/cart {"LIMIT":"0"}', 'shop/ConfigMap/pay gone'])
    await expect.poll(() => openGaps(kept)).toEqual([])
    expect(reasons(kept)).toEqual(['start', 'expired'])
  })

  it('what was not reached is one gap from when it was last heard, with growing pauses, and deletes nothing', async () => {
    let isDown = false
    const kept = await keep({ objects: SHOP, isForbidden: () => false, isBroken: () => isDown })
    await isWatching(kept)
    isDown = true
    kept.api.watches.cut()
    await expect.poll(() => openGaps(kept).map(({ reason }) => reason)).toEqual(['unreachable'])
    await expect.poll(() => Math.max(...kept.pauses.filter((ms) => ms < 10_000))).toBeGreaterThan(3000)
    isDown = false
    await expect.poll(() => openGaps(kept)).toEqual([])
    expect(kept.versions).toHaveLength(2)
    expect(reasons(kept)).toEqual(['start', 'unreachable'])
  })

  it('a right that is taken away is a gap, and what is no longer seen is not taken for gone', async () => {
    let isForbidden = false
    const kept = await keep({ objects: SHOP, isForbidden: (path) => isForbidden && path.endsWith('/configmaps') })
    await isWatching(kept)
    isForbidden = true
    kept.api.watches.cut()
    await expect
      .poll(() => openGaps(kept).map(({ reason, why }) => [reason, why]))
      .toEqual([['refused', 'no right to read /api/v1/configmaps']])
    expect(openGaps(kept, 'Service')).toEqual([])
    expect(kept.versions).toHaveLength(2)
  })

  it('a kind that may not be listed at first stays a gap, and the others are watched', async () => {
    const kept = await keep({ objects: SHOP, isForbidden: (path) => path.endsWith('/roles') })
    await isWatching(kept, JOURNALED.length - 1)
    await expect.poll(() => openGaps(kept, 'Role').map(({ reason }) => reason)).toEqual(['refused'])
    expect(kept.gaps.filter(({ kind }) => kind === 'Role').map(({ reason }) => reason)).toEqual(['start', 'refused'])
  })

  it('with rights in its own namespace only, that one is watched', async () => {
    const kept = await keep(
      { objects: SHOP, isForbidden: (path) => !path.includes('/namespaces/shop/') },
      { cluster: { ownNamespace: 'shop' } },
    )
    await isWatching(kept)
    expect(told(kept.versions)).toHaveLength(2)
  })

  it('a listing whose second page has expired deletes nothing', async () => {
    const many = Array.from({ length: 600 }, (_, index) => settings(`cart-${index}`))
    const heads = [{ entity: 'shop/ConfigMap/old' as const, kind: 'ConfigMap', hash: 'x', changedAt: null }]
    const kept = await keep({ objects: many, isExpired: true }, { cluster: { heads } })
    await expect.poll(() => reasons(kept)).toEqual(['start', 'expired'])
    expect(kept.versions.filter(({ objectJson }) => objectJson === null)).toEqual([])
  })

  it.each(['{"type":"ADDED","object":{"metadata":{}}}\n', 'no JSON\n', '{"type":"NEW","object":{}}\n', '[[[[\n'])(
    'a line that says nothing readable (%s) is never passed over: everything is listed again',
    async (line) => {
      const kept = await keep({ objects: SHOP })
      await isWatching(kept)
      kept.api.put(settings('cart', { data: { LIMIT: '0' } }), { isUnseen: true })
      kept.api.watches.say(line)
      await expect.poll(() => told(kept.versions.slice(2))).toEqual(['shop/ConfigMap/cart {"LIMIT":"0"}'])
      expect(reasons(kept)).toEqual(['start', 'unreachable'])
    },
  )

  it('a watch that dies without a word ends, and is taken up again', async () => {
    const kept = await keep({ objects: SHOP }, { limits: { silenceMs: 300 } })
    await isWatching(kept)
    kept.api.watches.bookmark()
    const { opened } = kept.api.watches
    await expect.poll(() => kept.api.watches.opened).toBeGreaterThan(opened)
  })

  it('a change that a watch did not tell is found by the next complete listing, and said', async () => {
    const time = { now: Date.now() }
    const kept = await keep({ objects: SHOP }, { ports: { clock: () => new Date(time.now) } })
    await isWatching(kept)
    kept.api.watches.bookmark()
    time.now += 60_000
    const at = new Date(time.now).toISOString()
    time.now += 480_000
    kept.api.put(settings('cart', { data: { LIMIT: '0' }, by: 'ghost', at }), { isUnseen: true })
    kept.api.watches.end()
    await expect.poll(() => told(kept.versions.slice(2))).toEqual(['shop/ConfigMap/cart {"LIMIT":"0"}'])
    await expect.poll(() => reasons(kept)).toEqual(['start', 'lost'])
  })
})

describe('one keeper', () => {
  it('ends when another has taken over', async () => {
    let isOurs = true
    const kept = await keep(
      { objects: SHOP },
      { ports: { renew: async () => isOurs, wait: () => new Promise((resolve) => setImmediate(resolve)) } },
    )
    await isWatching(kept)
    isOurs = false
    expect(await kept.ended).toBe('taken_over')
    await isWatching(kept, 0)
  })

  it('ends with the reason when what it found cannot be stored', async () => {
    const kept = await keep({ objects: SHOP }, { ports: { record: async () => Promise.reject(new Error('no room')) } })
    await expect(kept.ended).rejects.toThrow('no room')
  })
})
