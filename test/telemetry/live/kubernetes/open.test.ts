import { afterEach, describe, expect, it } from 'vitest'
import type { ServedCluster, ServedObject } from '../../../../benchmarks/live/object-api.ts'
import type { ClusterParts } from '../../../../src/telemetry/live/kubernetes/read-cluster.ts'
import { LISTED } from '../../../../src/telemetry/live/kubernetes/kinds.ts'
import { LIVE_HOUR, openLiveCluster, type OpenedCluster } from '../../../support/live-cluster.ts'

const opened: OpenedCluster[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function open(served: ServedCluster, parts?: Partial<ClusterParts>): Promise<OpenedCluster> {
  const cluster = await openLiveCluster(served, parts)
  opened.push(cluster)
  return cluster
}

function namespace(name: string): ServedObject {
  return { kind: 'Namespace', metadata: { name } }
}

function pod(name: string, { namespace: place = 'shop', restarts = 0, ready = true, owner = name } = {}): ServedObject {
  return {
    kind: 'Pod',
    metadata: { name, namespace: place, ownerReferences: [{ kind: 'ReplicaSet', name: owner }] },
    spec: { containers: [{ name: 'app' }] },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'app', ready, restartCount: restarts, state: { running: { startedAt: '2026-12-01T00:30:00Z' } } }],
    },
  }
}

function event(name: string, of: string): ServedObject {
  return {
    kind: 'Event',
    metadata: { name, namespace: 'shop' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: of },
    reason: 'BackOff',
    type: 'Warning',
    message: 'Back-off restarting failed container',
    firstTimestamp: '2026-12-01T01:40:00Z',
    lastTimestamp: '2026-12-01T01:41:00Z',
  }
}

const SHOP = [namespace('shop'), pod('cart-1'), pod('cart-2'), event('cart-1.1', 'cart-1')]
const ALL_CALLS = { kind: 'log_patterns', incident: LIVE_HOUR, baseline: null } as const

describe('objects and events', () => {
  it('lists every kind once, whatever the number of questions, and tells each listing', async () => {
    const { api, read } = await open({ objects: SHOP })
    await Promise.all([read({ kind: 'object_versions' }), read({ kind: 'kubernetes_events' }), read({ kind: 'overview' })])
    const listings = await read({ kind: 'listings' })
    expect(api.asked.filter((one) => !one.includes('/log?'))).toHaveLength(LISTED.length)
    expect('rows' in listings && listings.rows.map(({ objectKind, ending, count }) => [objectKind, ending, count])).toEqual(
      expect.arrayContaining([
        ['Pod', 'ok', 2],
        ['Service', 'no_data', 0],
      ]),
    )
  })

  it('says where the API gives each thing again', async () => {
    const { read } = await open({ objects: SHOP })
    const objects = await read({ kind: 'object_versions' })
    const events = await read({ kind: 'kubernetes_events' })
    expect('rows' in objects && objects.rows.map(({ locator }) => locator)).toEqual(
      expect.arrayContaining(['/api/v1/namespaces/shop/pods/cart-1', '/api/v1/namespaces/shop']),
    )
    expect('rows' in events && events.rows).toMatchObject([
      { entity: 'shop/Pod/cart-1', reason: 'BackOff', locator: '/api/v1/namespaces/shop/events/cart-1.1' },
    ])
  })

  it('never asks for Secrets, and asks for nothing but lists, logs and namespaces', async () => {
    const { api, read } = await open({ objects: SHOP, isForbidden: (path) => path.endsWith('/events') }, { namespaces: ['shop'] })
    await read({ kind: 'object_versions' })
    await read(ALL_CALLS)
    expect(api.asked.filter((one) => /secret/i.test(one))).toEqual([])
    expect(api.asked.every((one) => one.startsWith('GET '))).toBe(true)
  })

  it('reads a kind page after page', async () => {
    const many = Array.from({ length: 1234 }, (_, index) => pod(`cart-${index}`))
    const { api, read } = await open({ objects: many })
    const listings = await read({ kind: 'listings' })
    expect('rows' in listings && listings.rows.find(({ objectKind }) => objectKind === 'Pod')).toMatchObject({ ending: 'ok', count: 1234 })
    expect(api.asked.filter((one) => one.startsWith('GET /api/v1/pods?'))).toHaveLength(3)
  })

  it('keeps what it had when the next page expired, and says that it is not all', async () => {
    const many = Array.from({ length: 600 }, (_, index) => pod(`cart-${index}`))
    const { read } = await open({ objects: many, isExpired: true })
    expect(await read({ kind: 'object_versions' })).toMatchObject({ status: 'incomplete' })
    const listings = await read({ kind: 'listings' })
    expect('rows' in listings && listings.rows.find(({ objectKind }) => objectKind === 'Pod')).toMatchObject({
      ending: 'incomplete',
      count: 500,
    })
  })

  it('an object that is not there is absent only where its kind was listed', async () => {
    const { read } = await open({ objects: SHOP, isForbidden: (path) => path === '/api/v1/configmaps' })
    expect(await read({ kind: 'object_versions', entity: 'shop/Pod/gone' })).toMatchObject({ status: 'no_data' })
    expect(await read({ kind: 'object_versions', entity: 'shop/ConfigMap/gone' })).toMatchObject({ status: 'unknown' })
  })
})

describe('what may not be seen', () => {
  const onlyShop = (path: string) => !path.includes('/namespaces/shop')

  it('with rights in one namespace the own namespace is read, and the answer says that the others were not', async () => {
    const { read } = await open({ objects: SHOP, isForbidden: onlyShop }, { ownNamespace: 'shop' })
    const objects = await read({ kind: 'object_versions' })
    expect(objects).toMatchObject({ status: 'incomplete' })
    expect(JSON.stringify(objects)).toContain('only the namespace shop was read: no right to read /api/v1/pods')
    expect('rows' in objects && objects.rows.map(({ entity }) => entity)).toEqual(['shop/Pod/cart-1', 'shop/Pod/cart-2'])
  })

  it('names the namespace that is denied among those that were wanted', async () => {
    const { read } = await open({ objects: SHOP, isForbidden: (path) => path.includes('/namespaces/pay') }, { namespaces: ['shop', 'pay'] })
    expect(JSON.stringify(await read({ kind: 'object_versions' }))).toContain('not everything could be listed: Pod of pay')
  })

  it('says that a namespace is not there, which lists as empty as one that is', async () => {
    const { read } = await open({ objects: SHOP }, { namespaces: ['shpo'] })
    const objects = await read({ kind: 'object_versions' })
    expect(objects).toMatchObject({ status: 'incomplete' })
    expect(JSON.stringify(objects)).toContain('there is no namespace shpo')
  })

  it('is refused, not empty, without any right', async () => {
    const { read } = await open({ objects: SHOP, isForbidden: () => true })
    for (const query of [{ kind: 'object_versions' }, { kind: 'kubernetes_events' }, { kind: 'listings' }, ALL_CALLS] as const)
      expect(await read(query)).toMatchObject({ status: 'forbidden' })
  })

  it('is an error, not empty, where nothing listens', async () => {
    const { api, read } = await open({ objects: SHOP })
    await api.close()
    expect(await read({ kind: 'object_versions' })).toMatchObject({
      status: 'error',
      why: expect.stringContaining('nothing listens there') as string,
    })
    opened.length = 0
  })

  it('events that may not be read are refused, beside objects that may', async () => {
    const { read } = await open({ objects: SHOP, isForbidden: (path) => path.endsWith('/events') })
    expect(await read({ kind: 'kubernetes_events' })).toMatchObject({ status: 'forbidden' })
    expect(await read({ kind: 'object_versions' })).toMatchObject({ status: 'ok' })
  })
})

describe('logs', () => {
  it('reads named containers, and of one that restarted the run before', async () => {
    const logs = new Map([
      ['shop/cart-1/app', '2026-12-01T01:30:00.000000000Z serving\n'],
      ['shop/cart-1/app/previous', '2026-12-01T01:20:00.000000000Z ERROR cannot reach ledger\n'],
    ])
    const { api, read } = await open({ objects: [namespace('shop'), pod('cart-1', { restarts: 1 })], logs })
    const found = await read(ALL_CALLS)
    expect('rows' in found && found.rows.map(({ pattern }) => pattern)).toEqual(expect.arrayContaining(['cannot reach ledger']))
    expect(api.asked.filter((one) => one.includes('/log?')).map((one) => new URLSearchParams(one.split('?')[1]).get('container'))).toEqual([
      'app',
      'app',
    ])
  })

  it('reads what is not well first, then one replica of each owner, then the next; the platform last', async () => {
    const replicas = ['cart', 'pay'].flatMap((owner) => [1, 2].map((nth) => pod(`${owner}-${nth}`, { owner })))
    const platform = pod('dns-1', { namespace: 'kube-system', owner: 'dns', ready: false })
    const broken = pod('pay-3', { owner: 'pay', ready: false })
    const { api, read } = await open({ objects: [platform, ...replicas, broken] })
    await read(ALL_CALLS)
    const asked = api.asked.filter((one) => one.includes('/log?')).map((one) => one.split('/')[6])
    expect(asked).toEqual(['pay-3', 'cart-1', 'cart-2', 'pay-1', 'pay-2', 'dns-1'])
  })

  it('logs that may not be read are refused, beside objects that may', async () => {
    const { read } = await open({ objects: SHOP, isForbidden: (path) => path.endsWith('/log') })
    expect(await read(ALL_CALLS)).toMatchObject({ status: 'forbidden' })
    expect(await read({ kind: 'object_versions' })).toMatchObject({ status: 'ok' })
  })

  it('says how many containers were left out', async () => {
    const many = Array.from({ length: 130 }, (_, index) => pod(`cart-${index}`, { ready: false }))
    const { read } = await open({ objects: [namespace('shop'), ...many] })
    expect(JSON.stringify(await read(ALL_CALLS))).toContain('the logs of 10 more containers were left out (MAX_LOGS)')
  })

  it('tells that older lines were left out, and takes a log whose newest are missing for incomplete', async () => {
    const line = (text: string) => `2026-12-01T01:30:00.000000000Z ${text}\n`
    const shop = [namespace('shop'), pod('cart-1')]
    const long = await open({ objects: shop, logs: new Map([['shop/cart-1/app', line('serving').repeat(5001)]]) })
    const wide = await open({ objects: shop, logs: new Map([['shop/cart-1/app', line('x'.repeat(500)).repeat(4500)]]) })
    const told = await long.read(ALL_CALLS)
    expect(told).toMatchObject({ problems: [{ what: 'only its last 5000 lines were read (LAST_LINES)', unreadable: { count: 0 } }] })
    expect(await wide.read(ALL_CALLS)).toMatchObject({
      status: 'incomplete',
      problems: [{ what: expect.stringContaining('its newest lines are missing') as string }],
    })
  })
})

it('objects of now do not speak for a period that is over', async () => {
  const now = new Date(LIVE_HOUR.end.getTime() + 3_600_000)
  const late = await open({ objects: SHOP, now })
  expect(JSON.stringify(await late.read({ kind: 'object_versions' }))).toContain(
    'its objects are those of 2026-12-01T03:00:00.000Z, after the period',
  )
  const timely = await open({ objects: SHOP, now: LIVE_HOUR.end })
  expect(await timely.read({ kind: 'object_versions' })).toMatchObject({ status: 'ok' })
})
