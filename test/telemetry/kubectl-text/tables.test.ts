import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEventTable } from '../../../src/telemetry/kubectl-text/event-tables.ts'
import { readObjectTables } from '../../../src/telemetry/kubectl-text/object-tables.ts'
import { readRefusal } from '../../../src/telemetry/kubectl-text/refusals.ts'

const CONTEXT = { file: 'saved.txt', takenAt: new Date('2026-11-30T04:03:00Z'), namespace: 'bakery' }
const printed = (name: string) => readFileSync(path.join(import.meta.dirname, 'printed', name), 'utf8')

describe('telemetry/kubectl-text/event-tables', () => {
  it('reads `kubectl get events`, whose ages count from the moment of the dump', () => {
    const { events, problems } = readEventTable(printed('events.txt'), CONTEXT)

    expect(problems).toEqual([])
    expect(events).toHaveLength(8)
    expect(events[1]).toMatchObject({
      locator: 'saved.txt#3',
      value: {
        involvedObject: { kind: 'Pod', name: 'agent-mzcmr', namespace: 'bakery' },
        reason: 'Pulling',
        count: 1,
        lastTimestamp: '2026-11-30T04:02:44.000Z',
      },
    })
  })

  it('reads first and last times and counts where a table has them, in columns or in words', () => {
    const wide = readEventTable(printed('events-wide.txt'), { ...CONTEXT, namespace: null }).events
    const listed = readEventTable(printed('kubectl-events-A.txt'), { ...CONTEXT, namespace: null }).events

    expect(wide[1]?.value).toMatchObject({
      reason: 'Pulling',
      count: 3,
      firstTimestamp: '2026-11-30T04:02:07.000Z',
      source: { component: 'kubelet, node-1' },
    })
    expect(wide.at(-1)?.value['involvedObject']).toEqual({ kind: 'Node', name: 'node-1' })
    expect(listed[0]?.value).toMatchObject({
      involvedObject: { kind: 'Pod', name: 'store-0', namespace: 'bakery' },
      count: 9,
      firstTimestamp: '2026-11-30T04:02:01.000Z',
      lastTimestamp: '2026-11-30T04:02:53.000Z',
    })
  })

  it('gives no time where nothing says when the dump was taken, and names rows that are no event', () => {
    const { events, problems } = readEventTable(`${printed('events.txt')}and the rest of a long message\n5m here\n`, {
      ...CONTEXT,
      takenAt: null,
    })

    expect(events[0]?.value['lastTimestamp']).toBeNull()
    expect(problems).toEqual([
      { where: 'saved.txt', record: null, what: '1 of its 9 rows are no event', unreadable: { count: 1, of: 9, unit: 'records' } },
    ])
  })
})

describe('telemetry/kubectl-text/object-tables', () => {
  it('reads the tables of `kubectl get all` with the counts of their columns', () => {
    const { objects, problems } = readObjectTables(printed('all.txt'), CONTEXT)

    expect(problems).toEqual([])
    expect(objects.map(({ value }) => value['kind'])).toEqual([
      ...Array.from({ length: 7 }, () => 'Pod'),
      'Service',
      'DaemonSet',
      'Deployment',
      'ReplicaSet',
      'StatefulSet',
      'HorizontalPodAutoscaler',
      'CronJob',
      'Job',
    ])
    expect(objects.find(({ value }) => value['kind'] === 'Deployment')).toMatchObject({
      value: { metadata: { name: 'oven', namespace: 'bakery' }, spec: { replicas: 2 }, status: { readyReplicas: 0 } },
    })
  })

  it('reads pods of all namespaces with node and reason', () => {
    const { objects } = readObjectTables(printed('pods-A-wide.txt'), { ...CONTEXT, namespace: null })

    expect(objects.at(-1)).toEqual({
      locator: 'saved.txt#9',
      value: {
        kind: 'Pod',
        metadata: { name: 'crash', namespace: 'default' },
        spec: { nodeName: 'node-2' },
        status: { reason: 'CrashLoopBackOff', conditions: [{ type: 'Ready', status: 'False' }] },
      },
    })
  })

  it('names a table that no column tells', () => {
    expect(readObjectTables('NAME    COLOUR\nloaf    brown\n', CONTEXT).problems.map(({ what }) => what)).toEqual([
      'it holds a table of a kind that its columns do not tell: NAME COLOUR',
    ])
  })
})

describe('telemetry/kubectl-text/refusals', () => {
  it('reads which listing was refused, and how', () => {
    const forbidden =
      'Error from server (Forbidden): pods is forbidden: User "reader" cannot list resource "pods" in API group "" in the namespace "bakery"'
    const everywhere =
      'deployments.apps is forbidden: User "reader" cannot list resource "deployments" in API group "apps" at the cluster scope'

    expect(readRefusal(forbidden)).toEqual({ kind: 'Pod', namespace: 'bakery', ending: 'forbidden', why: forbidden })
    expect(readRefusal(everywhere)).toMatchObject({ kind: 'Deployment', namespace: null, ending: 'forbidden' })
    expect(readRefusal(`error: the server doesn't have a resource type "ingresses"`)).toMatchObject({ kind: 'Ingress', ending: 'unknown' })
    expect(readRefusal('Unable to connect to the server: net/http: TLS handshake timeout', 'services')).toMatchObject({
      kind: 'Service',
      ending: 'error',
    })
  })

  it('says nothing where a line does not say of what', () => {
    expect(readRefusal('Unable to connect to the server: EOF')).toBeNull()
    expect(readRefusal('No resources found in bakery namespace.', 'pods')).toBeNull()
  })
})
