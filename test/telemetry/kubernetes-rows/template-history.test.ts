import { describe, expect, it } from 'vitest'
import { withTemplateHistory } from '../../../src/telemetry/kubernetes-rows/template-history.ts'
import { minute, version } from '../../support/facts.ts'

const OWNER = 'shop/Deployment/basket'

function row(...args: Parameters<typeof version>) {
  return { locator: `${args[0]}#1`, ...version(...args) }
}

function template(image: string, labels: Readonly<Record<string, string>> = {}) {
  return { metadata: { labels: { app: 'basket', ...labels } }, spec: { containers: [{ name: 'main', image }] } }
}

function kept(revision: string, image: string, at: Date, owner = 'basket') {
  return row(`shop/ReplicaSet/basket-${image}`, {
    metadata: {
      creationTimestamp: at.toISOString(),
      annotations: { 'deployment.kubernetes.io/revision': revision },
      ownerReferences: [{ kind: 'Deployment', name: owner, controller: true }],
    },
    spec: { template: template(image, { 'pod-template-hash': image }) },
  })
}

const today = (image: string) =>
  row(OWNER, { spec: { replicas: 2, template: template(image) }, status: { replicas: 2 } }, { changedAt: minute(-1) })

function pastOf(...rows: readonly ReturnType<typeof row>[]) {
  return withTemplateHistory(rows)
    .filter(({ entity }) => entity === OWNER)
    .map(({ changedAt, isCurrent, locator, object }) => [JSON.stringify(object['spec']).match(/b:\d/)?.[0], changedAt, isCurrent, locator])
}

describe('telemetry/kubernetes-rows/template-history', () => {
  it('puts the kept templates before the present one, dated and located by what keeps them', () => {
    expect(pastOf(today('b:2'), kept('2', 'b:2', minute(12)), kept('1', 'b:1', minute(-90)))).toEqual([
      ['b:1', minute(-90), false, 'shop/ReplicaSet/basket-b:1#1'],
      ['b:2', minute(12), true, `${OWNER}#1`],
    ])
  })

  it('says no state of a time that nobody saw, and no label that a controller adds', () => {
    const [past] = withTemplateHistory([today('b:2'), kept('2', 'b:2', minute(12)), kept('1', 'b:1', minute(-90))])

    expect(past?.object).not.toHaveProperty('status')
    expect(JSON.stringify(past?.object)).not.toContain('pod-template-hash')
  })

  it('leaves the time to the workload where an old template was taken up again', () => {
    const rows = pastOf(today('b:1'), kept('3', 'b:1', minute(-90)), kept('2', 'b:2', minute(12)))

    expect(rows.map(([image, at]) => [image, at])).toEqual([
      ['b:2', minute(12)],
      ['b:1', minute(-1)],
    ])
  })

  it('leaves a workload alone that has one template, and those of others', () => {
    expect(pastOf(today('b:2'), kept('1', 'b:2', minute(12)))).toHaveLength(1)
    expect(pastOf(today('b:2'), kept('2', 'b:2', minute(12)), kept('1', 'b:1', minute(1), 'other'))).toHaveLength(1)
  })

  it('reads the revisions of StatefulSets and DaemonSets', () => {
    const revision = (number: number, image: string) =>
      row(`shop/ControllerRevision/db-${number}`, {
        metadata: { creationTimestamp: minute(number).toISOString(), ownerReferences: [{ kind: 'StatefulSet', name: 'db' }] },
        revision: number,
        data: { spec: { template: template(image) } },
      })
    const set = row('shop/StatefulSet/db', { spec: { template: template('b:2') } })

    const versions = withTemplateHistory([set, revision(1, 'b:1'), revision(2, 'b:2')]).filter(({ entity }) => entity === set.entity)

    expect(versions.map(({ changedAt, isCurrent }) => [changedAt, isCurrent])).toEqual([
      [minute(1), false],
      [minute(2), true],
    ])
  })
})
