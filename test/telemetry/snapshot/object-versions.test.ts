import { isAnswered } from '../../../src/domain/reading.ts'
import { describe, expect, it } from 'vitest'
import { ask, at, iso, kubernetesRow, RECORD_COLUMNS, snapshotFolder, tsv, type Row } from './fixture.ts'

const POLLS = [0, 300, 600]

interface Sketch {
  readonly name?: string
  readonly revision: string
  readonly writtenAt?: number
  readonly statusAt?: number
  readonly spec?: object
  readonly status?: object
}

function deployment({
  name = 'shipping',
  revision,
  writtenAt = -600,
  statusAt = -500,
  spec = { replicas: 1 },
  status = { replicas: 1, observedGeneration: 3 },
}: Sketch): object {
  const managedFields = [
    { manager: 'kubectl', operation: 'Update', time: iso(writtenAt), fieldsV1: { 'f:spec': {} } },
    { manager: 'kube-controller-manager', operation: 'Update', subresource: 'status', time: iso(statusAt) },
  ]
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: revision, managedFields },
    spec,
    status,
  }
}

function poll(seconds: number, objects: readonly object[]): Row[] {
  return objects.map((object, index) => kubernetesRow(seconds + index / 10, 'deployments', object))
}

function objectsFolder(rows: readonly Row[]): string {
  return snapshotFolder({ 'k8s_objects_raw.tsv': tsv(RECORD_COLUMNS, rows) })
}

describe('telemetry/snapshot/object-versions', () => {
  it('gives one version for polls that saw the same object, without bookkeeping', async () => {
    const rows = POLLS.flatMap((seconds, index) => poll(seconds, [deployment({ revision: String(index), statusAt: seconds })]))

    const reading = await ask(objectsFolder(rows), { kind: 'object_versions' })

    expect(reading).toMatchObject({
      status: 'ok',
      rows: [{ entity: 'shop/Deployment/shipping', firstSeenAt: at(0), lastSeenAt: at(600), isCurrent: true, changedAt: at(-600) }],
    })
    expect(JSON.stringify(reading)).not.toMatch(/managedFields|resourceVersion|observedGeneration/)
  })

  it('takes the time of a change from the write to the object, not from the poll or its status', async () => {
    const before = deployment({ revision: '1' })
    const after = deployment({ revision: '2', writtenAt: 432, statusAt: 440, spec: { replicas: 0 } })
    const rows = [...poll(0, [before]), ...poll(300, [before]), ...poll(600, [after])]

    const reading = await ask(objectsFolder(rows), { kind: 'object_versions', entity: 'shop/Deployment/shipping' })

    expect(reading).toMatchObject({
      rows: [
        { lastSeenAt: at(300), locator: 'k8s_objects_raw.tsv#2' },
        { changedAt: at(432), firstSeenAt: at(600), locator: 'k8s_objects_raw.tsv#4' },
      ],
    })
  })

  it('says that the time is unknown when no write is newer than the version before', async () => {
    const rows = [...poll(0, [deployment({ revision: '1' })]), ...poll(300, [deployment({ revision: '2', spec: { replicas: 2 } })])]

    const reading = await ask(objectsFolder(rows), { kind: 'object_versions' })

    expect(reading).toMatchObject({ rows: [{}, { changedAt: null, firstSeenAt: at(300) }] })
  })

  it('marks an object that is absent from the newest poll as gone', async () => {
    const [kept, gone] = [deployment({ revision: '1' }), deployment({ name: 'quotes', revision: '1' })]
    const rows = [...poll(0, [kept, gone]), ...poll(300, [kept, gone]), ...poll(600, [kept])]

    const reading = await ask(objectsFolder(rows), { kind: 'object_versions' })

    expect(reading.status === 'ok' && reading.rows.map(({ entity, isCurrent }) => [entity, isCurrent])).toEqual([
      ['shop/Deployment/shipping', true],
      ['shop/Deployment/quotes', false],
    ])
  })

  it('keeps an object that went back to what it was', async () => {
    const full = deployment({ revision: '1' })
    const rows = [...poll(0, [full]), ...poll(300, [deployment({ revision: '1', status: { replicas: 0 } })]), ...poll(600, [full])]

    const reading = await ask(objectsFolder(rows), { kind: 'object_versions' })

    expect(isAnswered(reading) && reading.rows.map(({ isCurrent }) => isCurrent)).toEqual([true, true])
  })

  it('does not call an object gone because the file was cut', async () => {
    const [kept, cut] = [deployment({ revision: '1' }), deployment({ name: 'quotes', revision: '1' })]
    const text = tsv(RECORD_COLUMNS, [...poll(0, [kept, cut]), ...poll(300, [kept, cut]), ...poll(600, [kept, cut])])
    const dir = snapshotFolder({ 'k8s_objects_raw.tsv': text.slice(0, -200) })

    const reading = await ask(dir, { kind: 'object_versions' })

    expect(isAnswered(reading) && reading.rows.map(({ isCurrent }) => isCurrent)).toEqual([true, true])
    expect(reading).toMatchObject({ problems: [{ where: 'k8s_objects_raw.tsv', record: 7 }] })
  })

  it('keeps the states of a pod and its containers', async () => {
    const status = {
      phase: 'Pending',
      containerStatuses: [{ name: 'app', restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
    }
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'quotes-1', namespace: 'shop', resourceVersion: '1' }, spec: {}, status }

    const reading = await ask(objectsFolder([kubernetesRow(0, 'pods', pod)]), { kind: 'object_versions' })

    expect(reading).toMatchObject({ rows: [{ object: { status } }] })
  })

  it('answers no_data for an object that no poll shows', async () => {
    const dir = objectsFolder(poll(0, [deployment({ revision: '1' })]))

    const reading = await ask(dir, { kind: 'object_versions', entity: 'shop/Deployment/nothing' })

    expect(reading).toMatchObject({ status: 'no_data', why: 'no recorded poll shows shop/Deployment/nothing' })
  })
})
