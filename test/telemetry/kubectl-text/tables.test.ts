import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEventTable } from '../../../src/telemetry/kubectl-text/event-tables.ts'
import { readObjectTables } from '../../../src/telemetry/kubectl-text/object-tables.ts'
import { readRefusal } from '../../../src/telemetry/kubectl-text/refusals.ts'

const CONTEXT = { file: 'saved.txt', takenAt: new Date('2026-11-30T04:03:00Z'), namespace: 'bakery' }
const EVENTS = { ...CONTEXT, homes: new Map<string, ReadonlySet<string>>() }
const printed = (name: string) => readFileSync(path.join(import.meta.dirname, 'printed', name), 'utf8')

describe('telemetry/kubectl-text/event-tables', () => {
  it('reads `kubectl get events`, whose ages count from the moment of the dump', () => {
    const { events, problems } = readEventTable(printed('events.txt'), EVENTS)

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
    const wide = readEventTable(printed('events-wide.txt'), { ...EVENTS, namespace: null }).events
    const listed = readEventTable(printed('kubectl-events-A.txt'), { ...EVENTS, namespace: null }).events

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

  it.each([
    ['where the recording shows its object', { 'Pod/agent-mzcmr': ['bakery'] }, 'bakery'],
    ['in the only one that can hold all of its objects', { 'Pod/agent-mzcmr': ['bakery', 'mill'], 'Pod/store-0': ['mill'] }, 'mill'],
    ['in default where the recording shows none of its objects', { 'Pod/other': ['bakery'] }, 'default'],
    ['in default where an object of that name is in several', { 'Pod/agent-mzcmr': ['bakery', 'mill'] }, 'default'],
    ['in default where its objects have no namespace in common', { 'Pod/agent-mzcmr': ['bakery'], 'Pod/store-0': ['mill'] }, 'default'],
  ])('puts a table without namespaces %s', (_where, shown, namespace) => {
    const table = [
      'LAST SEEN   TYPE      REASON    OBJECT            MESSAGE',
      '19s         Warning   BackOff   pod/agent-mzcmr   Back-off restarting failed container',
      '20s         Warning   BackOff   pod/store-0       Back-off restarting failed container',
      '30s         Normal    Killing   pod/gone-1        Stopping container main',
    ]
    const homes = new Map(Object.entries(shown).map(([name, scopes]) => [name, new Set(scopes)]))

    const { events } = readEventTable(table.join('\n'), { ...EVENTS, namespace: null, homes })

    expect(events.map(({ value }) => value['involvedObject'])).toEqual(
      ['agent-mzcmr', 'store-0', 'gone-1'].map((name) => ({ kind: 'Pod', name, namespace })),
    )
  })

  it('gives no time where nothing says when the dump was taken, and names rows that are no event', () => {
    const { events, problems } = readEventTable(`${printed('events.txt')}and the rest of a long message\n5m here\n`, {
      ...EVENTS,
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
