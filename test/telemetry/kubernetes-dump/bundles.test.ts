import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isAnswered, rowsOf, type Query, type ReadingOf } from '../../../src/domain/reading.ts'
import { openRecorded } from '../../../src/telemetry/open.ts'
import {
  mustGather,
  oldSupportBundle,
  packFiles,
  supportBundle,
  writeFiles,
  type ClusterContent,
  type KubernetesObject,
} from '../../support/kubernetes-bundles.ts'
import { tarOf } from '../../support/tar-archive.ts'

function object(kind: string, name: string, rest: Readonly<Record<string, unknown>>, namespace?: string): KubernetesObject {
  const apiVersion = kind === 'Deployment' ? 'apps/v1' : kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'v1'
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: `${kind}-${name}-${namespace}`,
    creationTimestamp: '2026-05-27T14:00:00Z',
  }
  return { apiVersion, kind, metadata, ...rest }
}

const SHOP: ClusterContent = {
  objects: [
    object('Pod', 'orders-5d9-x', { spec: { containers: [{ name: 'main', image: 'orders:2' }] }, status: { phase: 'Running' } }, 'shop'),
    object('Deployment', 'orders', { spec: { replicas: 1 }, status: { readyReplicas: 0 } }, 'shop'),
    object('NetworkPolicy', 'closed', { spec: { podSelector: {}, policyTypes: ['Ingress'] } }, 'shop'),
    object(
      'Event',
      'e1',
      {
        involvedObject: { kind: 'Pod', name: 'orders-5d9-x', namespace: 'shop' },
        reason: 'Unhealthy',
        type: 'Warning',
        message: 'Readiness probe failed',
        firstTimestamp: '2026-05-27T14:01:00Z',
        lastTimestamp: '2026-05-27T14:05:00Z',
        count: 4,
      },
      'shop',
    ),
    object('Node', 'node-1', { status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-05-27T14:05:30Z' }] } }),
  ],
  logs: [
    {
      namespace: 'shop',
      pod: 'orders-5d9-x',
      container: 'main',
      text: '2026-05-27T14:05:00.000000000Z level=info listening\n2026-05-27T14:05:01.000000000Z level=error disk full\n',
    },
    {
      namespace: 'shop',
      pod: 'orders-5d9-x',
      container: 'main',
      text: '2026-05-27T14:00:01.000000000Z level=error out of space\n',
      isPrevious: true,
    },
  ],
}
const WINDOW = { start: new Date('2026-05-27T13:00:00Z'), end: new Date('2026-05-27T15:00:00Z') }
const ENTITIES = ['_cluster/Node/node-1', 'shop/Deployment/orders', 'shop/NetworkPolicy/closed', 'shop/Pod/orders-5d9-x']

describe('telemetry/kubernetes-dump bundles', () => {
  let dir: string
  beforeEach(() => void (dir = mkdtempSync(path.join(os.tmpdir(), 'bundles-'))))
  afterEach(() => rmSync(dir, { recursive: true }))

  function put(name: string, bytes: string | Buffer): string {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    writeFileSync(path.join(dir, name), bytes)
    return path.join(dir, name)
  }

  async function readAll(...paths: readonly string[]) {
    const telemetry = await openRecorded(...paths)
    const ask = <Q extends Query>(query: Q) =>
      telemetry.read(query, { signal: new AbortController().signal }) as Promise<ReadingOf<Q['kind']>>
    const objects = await ask({ kind: 'object_versions' })
    const events = await ask({ kind: 'kubernetes_events' })
    const listings = await ask({ kind: 'listings' })
    const patterns = await ask({ kind: 'log_patterns', incident: WINDOW, baseline: null })
    await telemetry.close()
    return {
      objects,
      entities: rowsOf(objects)
        .map(({ entity }) => entity)
        .toSorted(),
      events: rowsOf(events),
      listings: rowsOf(listings),
      listed: rowsOf(listings)
        .map(({ objectKind, namespace, ending }) => `${objectKind} ${namespace ?? '*'} ${ending}`)
        .toSorted(),
      logs: rowsOf(patterns),
      whats: isAnswered(objects) ? objects.problems.map(({ what }) => what) : [],
    }
  }

  const LAYOUTS = {
    'must-gather': mustGather(SHOP),
    'support bundle': supportBundle(SHOP),
    'support bundle of bare arrays': oldSupportBundle(SHOP),
  }

  describe.each(Object.entries(LAYOUTS))('%s', (_name, files) => {
    it.each(['folder', 'archive', 'archive in a folder'])('is read as %s', async (form) => {
      if (form === 'folder') writeFiles(dir, files)
      const place = form === 'folder' ? dir : put(form === 'archive' ? 'bundle.tar.gz' : 'case/bundle.tar.gz', packFiles(files))

      const read = await readAll(form === 'archive in a folder' ? path.dirname(place) : place)

      expect(read.whats).toEqual([])
      expect(read.entities).toEqual(ENTITIES)
      expect(read.events).toMatchObject([{ entity: 'shop/Pod/orders-5d9-x', reason: 'Unhealthy', count: 4 }])
      expect(read.listed).toEqual(expect.arrayContaining(['Deployment shop ok', 'NetworkPolicy shop ok', 'Pod shop ok']))
      expect(read.logs.map(({ entity, severity }) => `${entity} ${severity}`).toSorted()).toEqual([
        'shop/Pod/orders-5d9-x error',
        'shop/Pod/orders-5d9-x error',
        'shop/Pod/orders-5d9-x info',
      ])
    })
  })

  it('tells a listing that may not be seen from one that is empty', async () => {
    const forbidden = (resource: string) =>
      `${resource} is forbidden: User "u" cannot list resource "${resource}" in API group "" in the namespace "shop"`
    writeFiles(
      dir,
      supportBundle(SHOP, {
        configmaps: { shop: forbidden('configmaps') },
        nodes: ['nodes is forbidden: User "u" cannot list resource "nodes" in API group "" at the cluster scope'],
        limitranges: { shop: 'the server is currently unable to handle the request' },
      }),
    )
    put('lists/secrets.json.error', `Error from server (Forbidden): ${forbidden('secrets')}\n`)

    const { listings, listed } = await readAll(dir)

    expect(listed).toEqual(
      expect.arrayContaining(['ConfigMap shop forbidden', 'LimitRange shop error', 'Node * forbidden', 'Secret shop forbidden']),
    )
    expect(listings.find(({ objectKind }) => objectKind === 'ConfigMap')).toMatchObject({
      count: 0,
      why: expect.stringContaining(forbidden('configmaps')),
    })
  })

  it('takes an empty list beside its refusal for refused, and nothing for absent that nobody listed', async () => {
    const empty = JSON.stringify({ apiVersion: 'v1', items: [], kind: 'List', metadata: { resourceVersion: '' } })
    put('lists/shop/pods.json', empty)
    put(
      'lists/shop/pods.json.error',
      'Error from server (Forbidden): pods is forbidden: User "u" cannot list resource "pods" in API group "" in the namespace "shop"\n',
    )
    put('lists/shop/services.json', empty)

    const { listed, objects } = await readAll(dir)

    expect(listed).toEqual(['Pod shop forbidden', 'Service * no_data'])
    expect(objects).toMatchObject({ status: 'incomplete', problems: [{ what: 'not everything could be listed: Pod of shop (forbidden)' }] })
    expect(
      (
        await readAll(
          put('orders.log', '2026-05-27T14:00:00Z level=info listening\n'),
          put('one/e.txt', 'Error from server (NotFound): namespaces "x" not found\n'),
        )
      ).objects,
    ).toEqual({
      status: 'unknown',
      why: 'the dump lists no objects',
    })
  })

  it('reads a log once where the bundle has it twice by a link, and none where only the failure is written down', async () => {
    const files = supportBundle(SHOP)
    writeFiles(dir, {
      ...files,
      'support-bundle-2026-05-27T14_06_00/cluster-resources/pods/logs/shop/orders-5d9-x/side-logs-errors.log':
        'failed to get log stream: container "side" is waiting to start',
    })
    mkdirSync(path.join(dir, 'all-logs'))
    symlinkSync(
      '../support-bundle-2026-05-27T14_06_00/cluster-resources/pods/logs/shop/orders-5d9-x/main.log',
      path.join(dir, 'all-logs', 'orders-5d9-x.log'),
    )

    expect((await readAll(dir)).logs).toHaveLength(3)
  })

  it('says what of an archive was left out, and uses the rest', async () => {
    const entries = Object.entries(mustGather(SHOP)).map(([name, body]) => ({ path: name, body }))
    const hostile = [
      { path: 'must-gather.local.1/passwd', type: 'SymbolicLink' as const, linkpath: '/etc/passwd' },
      { path: '/tmp/absolute.yaml', body: 'kind: ConfigMap\nmetadata: {name: from-absolute, namespace: shop}\n' },
      { path: '../../outside.yaml', body: 'kind: ConfigMap\nmetadata: {name: from-outside, namespace: shop}\n' },
    ]

    const { whats, entities } = await readAll(put('bundle.tgz', gzipSync(tarOf([...entries, ...hostile]))))

    expect(entities).toEqual([...ENTITIES, 'shop/ConfigMap/from-absolute'].toSorted())
    expect(whats).toEqual([
      '1 entry has an absolute name, read as one inside the archive: /tmp/absolute.yaml',
      '1 entry has a name that leads out of the archive and was not read: ../../outside.yaml',
      '1 entry is a link that leads out of the archive or to nothing in it and was not followed: must-gather.local.1/passwd',
    ])
  })

  it('uses what is whole of a cut archive, and takes nothing for absent', async () => {
    const whole = tarOf(Object.entries(mustGather(SHOP)).map(([name, body]) => ({ path: name, body })))
    const cut = whole.subarray(0, whole.indexOf('kind: EventList'))
    const telemetry = await openRecorded(put('cut.tar', cut))
    const signal = new AbortController().signal

    const events = await telemetry.read({ kind: 'kubernetes_events' }, { signal })
    const objects = await telemetry.read({ kind: 'object_versions' }, { signal })
    const logs = await telemetry.read({ kind: 'log_patterns', incident: WINDOW, baseline: null }, { signal })
    const absent = await telemetry.read({ kind: 'object_versions', entity: 'shop/Deployment/behind-the-cut' }, { signal })
    await telemetry.close()

    const isCut = { status: 'incomplete', problems: [{ what: expect.stringContaining('the archive ends too early') }] }
    expect(events.status).toBe('unknown')
    expect(rowsOf(objects)).not.toEqual([])
    expect([objects, logs]).toMatchObject([isCut, isCut])
    expect(['no_data', 'ok']).not.toContain(absent.status)
  })

  it('reads how a log of 2 GB began and how it ended, and says how much lies between', async () => {
    const place = put('orders-5d9-x.log', '2026-05-27T14:00:00.000000000Z level=info listening\n')
    // The file system keeps nothing for what was never written.
    truncateSync(place, 2_000_000_000)
    appendFileSync(place, '\n2026-05-27T14:05:00.000000000Z level=error disk full\n')
    put('pods.json', JSON.stringify(SHOP.objects[0]))

    const telemetry = await openRecorded(dir)
    const reading = await telemetry.read(
      { kind: 'log_patterns', incident: WINDOW, baseline: null },
      { signal: new AbortController().signal },
    )
    await telemetry.close()

    expect(rowsOf(reading).map(({ pattern }) => pattern)).toEqual(expect.arrayContaining([expect.stringContaining('disk full')]))
    expect(reading).toMatchObject({
      status: 'incomplete',
      problems: expect.arrayContaining([
        expect.objectContaining({
          where: 'orders-5d9-x.log',
          what: expect.stringMatching(/^of 2000000054 bytes only the first \d+ and the last \d+ are read$/),
        }),
      ]),
    })
  })

  it('leaves nothing unpacked behind', async () => {
    vi.stubEnv('TMPDIR', dir)
    const place = put('bundle.tar.gz', packFiles(mustGather(SHOP)))

    await readAll(place)

    expect(readdirSync(dir)).toEqual(['bundle.tar.gz'])
    vi.unstubAllEnvs()
  })

  it('says why nothing in an archive can be investigated', async () => {
    const packed = gzipSync(tarOf([{ path: 'notes.txt', body: 'nothing' }]))

    await expect(openRecorded(put('cut.tgz', packed.subarray(0, -10)))).rejects.toThrow(
      'is no recorded incident: the archive ends too early',
    )
  })

  it('refuses what is packed in another way with a sentence that says what to do', async () => {
    await expect(openRecorded(put('bundle.zip', 'PK\u0003\u0004'))).rejects.toThrow('is a zip archive, which is not opened')
  })

  it('says that a folder holds two clusters', async () => {
    const cluster = (uid: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid } })
    put('a/namespaces.json', cluster('1'))
    put('b/namespaces.json', cluster('2'))
    put('b/again.json', cluster('2'))

    expect((await readAll(dir)).whats).toEqual([
      'it comes of another cluster than a/namespaces.json: Namespace kube-system has two identities; investigate each cluster by itself',
    ])
  })

  it('keeps objects of versions and kinds that it does not know', async () => {
    put(
      'new.json',
      JSON.stringify([
        { apiVersion: 'apps/v9', kind: 'Deployment', metadata: { name: 'orders', namespace: 'shop' }, spec: { replicas: 1 } },
      ]),
    )
    put(
      'own.yaml',
      'apiVersion: example.com/v1\nkind: Recipe\nmetadata: {name: loaf, namespace: shop}\nstatus: {conditions: [{type: Ready, status: "False", reason: NoFlour}]}\n',
    )

    const { entities, whats } = await readAll(dir)

    expect(entities).toEqual(['shop/Deployment/orders', 'shop/Recipe/loaf'])
    expect(whats).toEqual([])
  })
})
