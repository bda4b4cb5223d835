import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowsOf, type Query, type ReadingOf } from '../../../src/domain/reading.ts'
import { openRecorded } from '../../../src/telemetry/open.ts'

const POD = {
  metadata: {
    name: 'orders-5d9-x',
    namespace: 'shop',
    creationTimestamp: '2026-05-27T14:00:00Z',
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'orders-5d9', controller: true }],
  },
  spec: { containers: [{ name: 'orders', image: 'orders:2' }] },
  status: {
    phase: 'Running',
    containerStatuses: [{ name: 'orders', ready: true, restartCount: 0, state: { running: { startedAt: '2026-05-27T14:00:02Z' } } }],
  },
}
const SET = replicaSet('orders-5d9', { revision: '2', image: 'orders:2', at: '2026-05-27T14:00:00Z' })
const OLD_SET = replicaSet('orders-77c', { revision: '1', image: 'orders:1', at: '2026-05-20T08:00:00Z' })
const DEPLOYMENT = {
  kind: 'Deployment',
  metadata: { name: 'orders', namespace: 'shop', creationTimestamp: '2026-05-20T08:00:00Z' },
  spec: { replicas: 1, template: template('orders:2') },
}
const EVENT = {
  metadata: { name: 'e1', namespace: 'shop', uid: 'u1' },
  involvedObject: { kind: 'Pod', name: 'orders-5d9-x', namespace: 'shop' },
  reason: 'Unhealthy',
  type: 'Warning',
  message: 'Readiness probe failed',
  firstTimestamp: '2026-05-27T14:01:00Z',
  lastTimestamp: '2026-05-27T14:05:00Z',
  count: 4,
}
const LOG =
  '==== START logs for container orders of pod shop/orders-5d9-x ====\nlistening\nERROR no space left\n==== END logs for container orders of pod shop/orders-5d9-x ====\n'
const TIME = { start: new Date('2026-05-27T13:00:00Z'), end: new Date('2026-05-27T15:00:00Z') }

function template(image: string) {
  return { metadata: { labels: { app: 'orders' } }, spec: { containers: [{ name: 'orders', image }] } }
}

function replicaSet(name: string, { revision, image, at }: Readonly<Record<'revision' | 'image' | 'at', string>>) {
  const own = template(image)
  return {
    metadata: {
      name,
      namespace: 'shop',
      creationTimestamp: at,
      annotations: { 'deployment.kubernetes.io/revision': revision },
      ownerReferences: [{ kind: 'Deployment', name: 'orders', controller: true }],
    },
    spec: { template: { ...own, metadata: { labels: { app: 'orders', 'pod-template-hash': name.slice(-3) } } } },
  }
}

function list(kind: string, ...items: readonly object[]): string {
  return `${JSON.stringify({ kind: `${kind}List`, apiVersion: 'v1', metadata: {}, items: items.length > 0 ? items : null })}\n`
}

describe('telemetry/kubernetes-dump', () => {
  let dir: string
  beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), 'dump-'))))
  afterEach(() => rmSync(dir, { recursive: true }))

  function put(name: string, text: string): string {
    const file = path.join(dir, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  }

  async function ask<Q extends Query>(query: Q, ...paths: readonly string[]): Promise<ReadingOf<Q['kind']>> {
    const telemetry = await openRecorded(...(paths.length > 0 ? paths : [dir]))
    return telemetry.read(query, { signal: new AbortController().signal })
  }

  function putFolderDump(): void {
    put('nodes.json', list('Node', { metadata: { name: 'node-1' } }))
    put('shop/pods.json', list('Pod', POD))
    put('shop/deployments.json', list('Deployment', DEPLOYMENT))
    put('shop/replicasets.json', list('ReplicaSet', SET, OLD_SET))
    put('shop/daemonsets.json', list('DaemonSet'))
    put('shop/events.json', list('Event', EVENT))
    put('shop/orders-5d9-x/logs.txt', LOG)
  }

  it('reads a cluster-info dump in a folder: objects, events, logs, and what was listed', async () => {
    putFolderDump()

    const objects = rowsOf(await ask({ kind: 'object_versions' }))
    const logs = rowsOf(await ask({ kind: 'log_patterns', incident: TIME, baseline: null }))

    expect(objects.filter(({ isCurrent }) => isCurrent).map(({ entity }) => entity)).toEqual([
      '_cluster/Node/node-1',
      'shop/Deployment/orders',
      'shop/Pod/orders-5d9-x',
      'shop/ReplicaSet/orders-5d9',
      'shop/ReplicaSet/orders-77c',
    ])
    expect(rowsOf(await ask({ kind: 'kubernetes_events' }))).toMatchObject([
      { entity: 'shop/Pod/orders-5d9-x', reason: 'Unhealthy', count: 4, locator: 'shop/events.json#1' },
    ])
    expect(logs).toMatchObject([
      { entity: 'shop/Deployment/orders', severity: 'error', example: 'no space left', locator: 'shop/orders-5d9-x/logs.txt#3' },
      { severity: 'unknown', example: 'listening' },
    ])
    expect(rowsOf(await ask({ kind: 'overview' }))).toMatchObject([
      { from: new Date('2026-05-27T14:01:00Z'), to: new Date('2026-05-27T14:05:00.001Z'), scopes: ['shop'] },
    ])
  })

  it('reads the same dump as one text', async () => {
    putFolderDump()
    const folder = rowsOf(await ask({ kind: 'object_versions' })).map(({ entity, object }) => ({ entity, object }))
    const text = [list('Node', { metadata: { name: 'node-1' } }), list('Event', EVENT), list('DaemonSet'), list('Deployment', DEPLOYMENT)]
    const one = put('../one.txt', [...text, list('ReplicaSet', SET, OLD_SET), list('Pod', POD), LOG].join(''))

    const objects = rowsOf(await ask({ kind: 'object_versions' }, one)).map(({ entity, object }) => ({ entity, object }))
    const logs = rowsOf(await ask({ kind: 'log_patterns', incident: TIME, baseline: null }, one))
    rmSync(one)

    expect(objects).toHaveLength(folder.length)
    expect(objects).toEqual(expect.arrayContaining(folder))
    expect(logs).toMatchObject([{ example: 'no space left', locator: 'one.txt#9' }, { example: 'listening' }])
  })

  it('tells a kind that was listed and empty from one that was not listed', async () => {
    putFolderDump()

    const listings = rowsOf(await ask({ kind: 'listings' })).map(({ objectKind, namespace, ending }) => [objectKind, namespace, ending])

    expect(listings).toContainEqual(['DaemonSet', 'shop', 'no_data'])
    expect(listings).toContainEqual(['Node', null, 'ok'])
    expect(listings.filter(([kind]) => kind === 'ConfigMap')).toEqual([])
  })

  it('gives a Deployment its earlier pod template, dated by the ReplicaSet that keeps it', async () => {
    putFolderDump()

    const versions = rowsOf(await ask({ kind: 'object_versions', entity: 'shop/Deployment/orders' }))

    expect(versions).toMatchObject([
      { locator: 'shop/replicasets.json#2', isCurrent: false, changedAt: new Date('2026-05-20T08:00:00Z') },
      { locator: 'shop/deployments.json#1', isCurrent: true, changedAt: new Date('2026-05-27T14:00:00Z') },
    ])
    expect(versions[0]?.object).toMatchObject({ spec: { template: template('orders:1') } })
  })

  it('reads lists and single objects of kubectl get -o yaml, in files of any name, with logs beside them', async () => {
    put(
      'anything',
      'apiVersion: v1\nitems:\n- kind: Pod\n  metadata:\n    name: orders-5d9-x\n    namespace: shop\n- kind: 7\n  metadata: {}\nkind: List\n',
    )
    put(
      'more.yml',
      '---\nkind: Service\nmetadata:\n  name: orders\n  namespace: shop\n---\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\n',
    )
    put('cronjobs.yaml', 'apiVersion: v1\nitems: []\nkind: List\n')
    put('logs/orders-5d9-x-previous.log', 'panic: boom\n')

    const reading = await ask({ kind: 'object_versions' })

    expect(rowsOf(reading).map(({ entity }) => entity)).toEqual(['shop/Pod/orders-5d9-x', 'shop/Service/orders', 'shop/ConfigMap/settings'])
    expect(reading).toMatchObject({
      status: 'incomplete',
      problems: [{ where: 'anything', record: 2, what: 'it is no Kubernetes object' }],
    })
    expect(rowsOf(await ask({ kind: 'listings' }))).toContainEqual(
      expect.objectContaining({ objectKind: 'CronJob', namespace: null, ending: 'no_data' }),
    )
    expect(rowsOf(await ask({ kind: 'log_patterns', incident: TIME, baseline: null }))).toMatchObject([
      { entity: 'shop/Pod/orders-5d9-x', severity: 'error' },
    ])
  })

  it('puts an event table without namespaces where its objects are, in whatever file they stand', async () => {
    const table = (name: string) =>
      `LAST SEEN   TYPE      REASON    OBJECT          MESSAGE\n19s         Warning   BackOff   pod/${name}   Back-off\n`
    put('a-events.txt', table('orders-5d9-x'))
    put('b-events.txt', table('basket-7c-yy'))
    put('pods.json', list('Pod', POD, { metadata: { name: 'web', namespace: 'site' } }))
    put(
      'pods.txt',
      'NAMESPACE   NAME           READY   STATUS    RESTARTS   AGE\nstock       basket-7c-yy   0/1     Error     3          5m\n',
    )

    const events = rowsOf(await ask({ kind: 'kubernetes_events' }))

    expect(events.map(({ entity }) => entity)).toEqual(['shop/Pod/orders-5d9-x', 'stock/Pod/basket-7c-yy'])
  })

  it('uses what is whole of a list that ends in the middle, and does not call the rest absent', async () => {
    putFolderDump()
    put('shop/pods.json', `{"kind":"PodList","apiVersion":"v1","items":[${JSON.stringify(POD)},{"metadata":{"na`)

    const reading = await ask({ kind: 'object_versions' })

    expect(rowsOf(reading).some(({ entity }) => entity === 'shop/Pod/orders-5d9-x')).toBe(true)
    expect(reading).toMatchObject({ status: 'incomplete', problems: [{ where: 'shop/pods.json' }] })
    expect(rowsOf(await ask({ kind: 'listings' }))).toContainEqual(expect.objectContaining({ objectKind: 'Pod', ending: 'incomplete' }))
  })

  it('takes what the API server refused as a listing that was forbidden', async () => {
    putFolderDump()
    put(
      'shop/configmaps.json',
      JSON.stringify({ kind: 'Status', status: 'Failure', reason: 'Forbidden', message: 'configmaps is forbidden' }),
    )

    expect(rowsOf(await ask({ kind: 'listings' }))).toContainEqual(
      expect.objectContaining({ objectKind: 'ConfigMap', namespace: 'shop', ending: 'forbidden', why: 'configmaps is forbidden' }),
    )
  })

  it('reads whom a container says that it does not reach', async () => {
    putFolderDump()
    put('shop/orders-5d9-x/logs.txt', LOG.replace('listening', 'Get "http://quote:8080/rates": connection refused'))

    expect(rowsOf(await ask({ kind: 'call_failures' }))).toMatchObject([
      { caller: 'shop/Deployment/orders', host: 'quote', port: 8080, failure: 'refused', count: 1 },
    ])
  })

  it('counts what containers logged as served, of a pod that restarted only since then, and says nothing where no log has such lines', async () => {
    putFolderDump()
    const query = { kind: 'service_calls', window: TIME, stepSeconds: 3600 } as const
    const access = (time: string, status: number) =>
      `10.0.0.1 - - [27/May/2026:${time} +0000] "GET /orders HTTP/1.1" ${status} 12 "-" "-" rt=0.012`
    const without = await ask(query)

    put('shop/orders-5d9-x/logs.txt', LOG.replace('listening', [access('14:01:00', 200), access('14:02:00', 503)].join('\n')))

    expect(without).toMatchObject({ status: 'unknown' })
    expect(rowsOf(await ask(query))).toMatchObject([
      {
        locator: 'shop/orders-5d9-x/logs.txt#2',
        service: 'shop/Deployment/orders',
        counts: [null, 2],
        errors: [null, 1],
        p95Ms: [null, 12],
        countedFrom: new Date('2026-05-27T14:01:00Z'),
      },
    ])
  })

  it('is not taken for a log that kubectl could not get', async () => {
    putFolderDump()
    put('shop/orders-5d9-x/logs.txt', LOG.replace(/listening\n.*\n/, 'Request log error: the server rejected our request\n'))

    expect(await ask({ kind: 'log_patterns', incident: TIME, baseline: null })).toMatchObject({ status: 'no_data' })
  })

  it('says that a folder without anything of a cluster is no recorded incident', async () => {
    put('notes.txt', 'remember the milk\n')

    await expect(openRecorded(dir)).rejects.toMatchObject({ code: 'telemetry_not_recognised' })
  })
})
