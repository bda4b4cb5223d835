import { describe, expect, it } from 'vitest'
import { openRecorded } from '../../../src/telemetry/open.ts'
import { openClusterDump } from '../../../src/telemetry/cluster-dump/open-cluster-dump.ts'
import { dumpWith, readDump, rowsOf, writeDump } from './dump.ts'

async function objectOf(entity: `${string}/${string}/${string}`, dump?: unknown) {
  const [row] = await rowsOf<'object_versions'>({ kind: 'object_versions', entity }, dump)
  return row
}

describe('telemetry/cluster-dump/open-cluster-dump', () => {
  it('is recognised by its files', async () => {
    const telemetry = await openRecorded(writeDump(dumpWith()))

    expect(telemetry.label).toContain('cluster dump')
  })

  it('reads a pod as Kubernetes writes it', async () => {
    const row = await objectOf('shop/Pod/basket-6d5f7c9b8-x2x4z')

    expect(row?.object).toMatchObject({
      kind: 'Pod',
      metadata: {
        labels: { app: 'basket', 'pod-template-hash': '6d5f7c9b8' },
        annotations: { team: 'carts' },
        ownerReferences: [{ kind: 'ReplicaSet', name: 'basket-6d5f7c9b8' }],
      },
      spec: {
        nodeName: 'node-b',
        serviceAccountName: 'basket',
        nodeSelector: { disk: 'fast' },
        tolerations: [
          { key: 'dedicated', operator: 'Equal', value: 'carts', effect: 'NoSchedule' },
          { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        ],
        volumes: [{ name: 'quotes', persistentVolumeClaim: { claimName: 'quotes' } }],
        containers: [
          {
            name: 'main',
            image: 'registry.shop.example/basket:2.1',
            ports: [{ containerPort: 7100, protocol: 'TCP' }],
            env: [{ name: 'STORE_ADDR', value: 'store:6379' }],
            resources: { limits: { cpu: '300m', memory: '64Mi' } },
            livenessProbe: { httpGet: { scheme: 'HTTP', port: 7100, path: '/healthz' }, initialDelaySeconds: 5, failureThreshold: 3 },
            readinessProbe: { tcpSocket: { port: 7100 } },
            volumeMounts: [{ name: 'quotes', mountPath: '/data' }],
          },
        ],
      },
      status: {
        phase: 'Running',
        conditions: [
          { type: 'Ready', status: 'False' },
          { type: 'PodScheduled', status: 'True' },
        ],
        containerStatuses: [
          {
            name: 'main',
            restartCount: 4,
            ready: false,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-05-27T14:01:09.000Z' } },
          },
        ],
      },
    })
  })

  it('reads a node with cordon, taints, conditions and capacity', async () => {
    const row = await objectOf('_cluster/Node/node-b')

    expect(row?.object).toMatchObject({
      spec: { unschedulable: true, taints: [{ key: 'dedicated', value: 'carts', effect: 'NoSchedule' }] },
      status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }], allocatable: { cpu: '8' } },
    })
  })

  it('lets the description win over the manifest and takes from the manifest only what is not described', async () => {
    const row = await objectOf('shop/Service/basket')

    expect(row?.object).toMatchObject({
      apiVersion: 'v1',
      spec: { selector: { application: 'basket' }, ports: [{ name: 'http', port: 80, targetPort: 7100 }] },
    })
    expect(row?.object['spec']).not.toHaveProperty(['selector', 'app'])
  })

  it('marks an object that only a manifest names as declared and never observed', async () => {
    const row = await objectOf('shop/PersistentVolumeClaim/quotes')

    expect(row).toMatchObject({ isCurrent: false, isDeclaredOnly: true, lastSeenAt: null, locator: 'case.json#app_yaml.basket#2' })
  })

  it('takes an object that kubectl did not find as not observed', async () => {
    const dump = dumpWith({ describe: { services: { basket: 'Error from server (NotFound): services "basket" not found\n' } } })

    expect(await objectOf('shop/Service/basket', dump)).toMatchObject({ isDeclaredOnly: true })
  })

  it('knows listed objects by name', async () => {
    expect(await objectOf('shop/ServiceAccount/basket')).toMatchObject({ isCurrent: true, locator: 'case.json#get.serviceaccounts#2' })
  })

  it('joins an event that both listings show and counts ages from the newest zoned moment', async () => {
    const rows = await rowsOf<'kubernetes_events'>({ kind: 'kubernetes_events' })

    expect(rows.filter((row) => row.reason === 'BackOff')).toEqual([
      expect.objectContaining({
        entity: 'shop/Pod/basket-6d5f7c9b8-x2x4z',
        severity: 'Warning',
        count: 8,
        firstAt: new Date('2026-05-27T14:03:40Z'),
        lastAt: new Date('2026-05-27T14:04:50Z'),
      }),
    ])
  })

  it('gives one check for each node that reported, and unknown for an empty report', async () => {
    const dump = dumpWith({
      connectivity: {
        'basket:80': 'x deployed on node-a: Connection Succeeded\nx deployed on node-b: Connection Failed\nx deployed on node-c: ',
      },
    })

    const rows = await rowsOf<'checks'>({ kind: 'checks' }, dump)

    expect(rows.map(({ check, state, askedFrom }) => [check, state, askedFrom])).toEqual([
      ['node_unit', 'failed', undefined],
      ['connectivity', 'passed', '_cluster/Node/node-a'],
      ['connectivity', 'failed', '_cluster/Node/node-b'],
      ['connectivity', 'unknown', '_cluster/Node/node-c'],
    ])
  })

  it('reads both directions of a dependency listing, each pair once', async () => {
    const rows = await rowsOf<'dependencies'>({ kind: 'dependencies' })

    expect(rows.map(({ caller, callee }) => `${caller.split('/')[2]} ${callee.split('/')[2]}`)).toEqual([
      'storefront basket',
      'basket quotes',
      'quotes store',
      'basket orders',
    ])
  })

  it('puts metrics on the grid asked for, in UTC, with null where there is no sample', async () => {
    const metrics =
      '\uFEFFtime,basket-cpu,basket-success_rate,node-b-cpu\n2026-05-27 16:00:00,0.1,1,50\n2026-05-27 16:00:05,0.3,0.5,50\n2026-05-27 16:00:20,0.2,1,\n'
    const window = { start: new Date('2026-05-27T14:00:00Z'), end: new Date('2026-05-27T14:00:30Z') }

    const rows = await rowsOf<'series'>({ kind: 'series', window, stepSeconds: 10 }, dumpWith(), metrics)

    expect(rows.map(({ entity, meaning, values }) => ({ entity, meaning, values }))).toEqual([
      { entity: 'shop/Service/basket', meaning: 'cpu_cores', values: [0.2, null, 0.2] },
      { entity: 'shop/Service/basket', meaning: 'error_ratio', values: [0.25, null, 0] },
      { entity: '_cluster/Node/node-b', meaning: 'cpu_ratio', values: [0.5, null, null] },
    ])
  })

  it('names records of the metrics that it cannot use and uses the rest', async () => {
    const window = { start: new Date('2026-05-27T14:00:00Z'), end: new Date('2026-05-27T14:00:10Z') }

    const reading = await readDump(
      { kind: 'series', window, stepSeconds: 10 },
      dumpWith(),
      'time,basket-cpu\nnoon,1\n2026-05-27 16:00:00,2\n2026-05-27 16:00:01\n',
    )

    expect(reading).toMatchObject({
      status: 'incomplete',
      problems: [
        { where: 'metrics.csv', record: 2, what: 'its time is no time' },
        { where: 'metrics.csv', record: 4, what: '1 cells where the header has 2' },
      ],
    })
  })

  it('places an anomaly in UTC by the zone of the cluster', async () => {
    const rows = await rowsOf<'alerts'>({ kind: 'alerts' })

    expect(rows).toEqual([
      expect.objectContaining({
        name: 'LATENCY_DEGRADATION Slow Response',
        labels: { metric: 'basket-p95latency', normal: '5.00ms', current: '70.00ms' },
        entity: 'shop/Service/basket',
        startsAt: new Date('2026-05-27T14:02:00Z'),
      }),
    ])
  })

  it('carries what was reported and covers the hour that events reach back', async () => {
    const [row] = await rowsOf<'overview'>({ kind: 'overview' })

    expect(row).toMatchObject({
      reported: 'Baskets cannot be opened.',
      from: new Date('2026-05-27T13:05:00Z'),
      to: new Date('2026-05-27T14:05:01Z'),
      scopes: ['shop'],
    })
  })

  it('pages the newest log lines and says how many it left out', async () => {
    const window = { start: new Date(0), end: new Date(1) }

    const reading = await readDump({ kind: 'log_examples', entity: 'shop/Service/basket', window, onlyErrors: false, offset: 1, limit: 1 })

    expect(reading).toMatchObject({ status: 'incomplete', rows: [{ body: 'two' }], truncated: { leftOut: 1 } })
  })

  it('answers no_data for what a dump does not hold', async () => {
    expect(await readDump({ kind: 'changes' })).toMatchObject({ status: 'unknown' })
  })

  it('uses what was described when nothing was listed, and says so', async () => {
    const { get: _, ...rest } = dumpWith()
    const reading = await readDump({ kind: 'object_versions', entity: 'shop/Pod/basket-6d5f7c9b8-x2x4z' }, rest)

    expect(reading).toMatchObject({
      status: 'incomplete',
      problems: expect.arrayContaining([expect.objectContaining({ where: 'case.json#get' })]),
    })
  })

  it('names a damaged part and uses the others', async () => {
    const dump = dumpWith({ connectivity: 'gone' })

    const reading = await readDump({ kind: 'checks' }, dump)

    expect(reading).toMatchObject({
      status: 'incomplete',
      rows: [{ check: 'node_unit' }],
      problems: [{ where: 'case.json#connectivity', record: null }],
    })
  })

  it('names a manifest that is no YAML and keeps the objects that are described', async () => {
    const reading = await readDump({ kind: 'object_versions' }, dumpWith({ app_yaml: { basket: 'kind: [' } }))

    expect(reading).toMatchObject({ status: 'incomplete', problems: [{ where: 'case.json#app_yaml.basket', record: 1 }] })
  })

  it('refuses a whole case.json that is no cluster dump', async () => {
    await expect(openClusterDump(writeDump('{"metric": 1}'))).rejects.toMatchObject({ code: 'telemetry_damaged' })
  })

  it.each(['', 'no JSON', '{"namespace": "shop"'])('names a damaged case.json of which nothing can be used: %s', async (text) => {
    const reading = await readDump({ kind: 'overview' }, text)

    expect(reading).toMatchObject({ status: 'incomplete', problems: [{ where: 'case.json', record: null }] })
  })

  it('uses what is whole of a cut case.json and names the cut and the parts that are gone', async () => {
    const { connectivity, ...others } = dumpWith()
    const text = JSON.stringify({ ...others, connectivity })

    const reading = await readDump({ kind: 'checks' }, text.slice(0, text.indexOf('=== Service basket')))

    expect(reading).toMatchObject({ status: 'incomplete', rows: [{ check: 'node_unit' }], problems: [{ where: 'case.json' }] })
  })

  it('names a part that a dump always has and this one lacks', async () => {
    const { events, ...others } = dumpWith()

    const reading = await readDump({ kind: 'kubernetes_events' }, others)

    expect(events).toBeDefined()
    expect(reading).toMatchObject({ status: 'incomplete', problems: [{ where: 'case.json#events' }] })
  })

  it('reads calls that did not get through from counted errors and newest lines, and the level of those', async () => {
    const dump = dumpWith({ recent_logs: { basket: ['panic: no queue', "wget: bad address 'quote:8080'"] } })

    expect(await rowsOf<'call_failures'>({ kind: 'call_failures' }, dump)).toMatchObject([
      { caller: 'shop/Service/storefront', host: '10.68.0.9', port: 80, failure: 'refused', count: 40, firstAt: null },
      { caller: 'shop/Service/basket', host: 'quote', port: 8080, failure: 'no_such_host', count: 1 },
    ])
    const incident = { start: new Date('2026-05-27T14:00:00Z'), end: new Date('2026-05-27T15:00:00Z') }
    const patterns = await rowsOf<'log_patterns'>({ kind: 'log_patterns', incident, baseline: null }, dump)
    expect(patterns.find(({ example }) => example.startsWith('panic'))?.severity).toBe('error')
  })
})
