import { describe, expect, it } from 'vitest'
import { buildObjectHistory } from '../../../src/causal/scene/build-object-history.ts'
import type { EntityId } from '../../../src/domain/entity.ts'
import { isQuotedFrom } from '../../../src/domain/quotation.ts'
import { factsOf, minute, version } from '../../support/facts.ts'

const STABLE = version('shop/Service/storefront', { spec: {} })

function changesOf(...versions: readonly ReturnType<typeof version>[]) {
  const facts = factsOf({ object_versions: [STABLE, ...versions] })
  return { facts, changes: buildObjectHistory(facts).changes.filter(({ entity }) => entity !== 'shop/Service/storefront') }
}

describe('causal/scene/build-object-history', () => {
  it('finds one changed value, with a quote of the old and the new one and the time of the change', () => {
    const spec = (value: string) => ({
      spec: { template: { spec: { containers: [{ name: 'app', env: [{ name: 'QUOTE_ADDR', value }] }] } } },
    })

    const { facts, changes } = changesOf(
      version('shop/Deployment/shipping', spec('quote:8080'), { until: 10 }),
      version('shop/Deployment/shipping', spec('quote:0000'), { at: 15, changedAt: minute(12) }),
    )

    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({ kind: 'updated', from: 'quote:8080', to: 'quote:0000', at: minute(12) })
    expect(changes[0]?.path).toMatch(/env\.QUOTE_ADDR$/)
    const rows = facts.object_versions?.[0]?.reading.status === 'ok' ? facts.object_versions[0].reading.rows : []
    for (const { locator, quote } of changes[0]?.citations ?? [])
      expect(
        isQuotedFrom(
          quote,
          rows.find((row) => row.locator === locator),
        ),
      ).toBe(true)
    expect(changes[0]?.citations.map(({ quote }) => quote)).toEqual([
      expect.stringContaining('QUOTE_ADDR: quote:0000'),
      expect.stringContaining('QUOTE_ADDR: quote:8080'),
    ])
  })

  it('sees no change in status, generation, resource version or leader annotations', () => {
    const churn = (generation: number) => ({
      metadata: {
        generation,
        resourceVersion: String(generation),
        annotations: { 'control-plane.alpha.kubernetes.io/leader': String(generation) },
      },
      spec: { replicas: 2 },
      status: { readyReplicas: generation },
    })

    const { changes } = changesOf(
      version('shop/Deployment/orders', churn(1), { until: 10 }),
      version('shop/Deployment/orders', churn(2), { at: 15 }),
    )

    expect(changes).toEqual([])
  })

  it('compares JSON inside a ConfigMap by value and other text line by line', () => {
    const data = (json: string, text: string) => ({ data: { 'a.json': json, 'b.conf': text } })

    const { changes } = changesOf(
      version('shop/ConfigMap/settings', data('{\n  "a": 1,\n  "b": 2\n}', 'pool=10\nhost=db\n'), { until: 10 }),
      version('shop/ConfigMap/settings', data('{"b":2,"a":1}', 'pool=2\nhost=db\n'), { at: 15 }),
    )

    expect(changes.map(({ path, from, to }) => [path, from, to])).toEqual([['data.b.conf.pool', '10', '2']])
  })

  it('tells an object created during the data from one that was always there', () => {
    const born = (minutes: number) => ({ metadata: { creationTimestamp: minute(minutes).toISOString() } })

    const { changes } = changesOf(
      version('shop/NetworkPolicy/closed', born(12), { at: 15 }),
      version('shop/NetworkPolicy/old', born(-5000)),
    )

    expect(changes.map(({ entity, kind, at }) => [entity, kind, at])).toEqual([['shop/NetworkPolicy/closed', 'created', minute(12)]])
  })

  it('tells that an object is gone after the last poll that saw it', () => {
    const { changes } = changesOf(version('shop/Service/quotes', {}, { until: 20, isCurrent: false }))

    expect(changes.map(({ kind, at }) => [kind, at])).toEqual([['deleted', minute(20)]])
  })

  it('leaves out what controllers write by themselves', () => {
    const { changes } = changesOf(
      version('shop/Endpoints/quotes', { subsets: [{ addresses: [{ ip: '10.0.0.1' }] }] }, { until: 10 }),
      version('shop/Endpoints/quotes', { subsets: [] }, { at: 15 }),
      version('shop/Pod/quotes-1', {}, { until: 20, isCurrent: false }),
    )

    expect(changes).toEqual([])
  })

  it('records of a node only what people set in its spec', () => {
    const node = (label: string, taint: boolean) => ({
      metadata: { labels: { beat: label } },
      spec: { taints: taint ? [{ key: 'reserved', value: 'batch', effect: 'NoSchedule' }] : [] },
    })

    const { changes } = changesOf(
      version('_cluster/Node/n1', node('1', false), { until: 10 }),
      version('_cluster/Node/n1', node('2', true), { at: 15 }),
    )

    expect(changes.every(({ path }) => path.startsWith('spec.taints'))).toBe(true)
    expect(changes.length).toBeGreaterThan(0)
  })

  it('dates a change of unknown time to the middle between its two observations', () => {
    const objects = [
      version('shop/ConfigMap/limits', { data: { users: '10' } }, { until: 10, isCurrent: false }),
      version('shop/ConfigMap/limits', { data: { users: '20' } }, { at: 15 }),
    ]
    const { changes } = buildObjectHistory(factsOf({ object_versions: objects }))

    expect(changes.map(({ at }) => at)).toEqual([minute(12.5)])
  })

  describe('an object that was seen in one state only', () => {
    const LIMITS = 'shop/ConfigMap/limits'
    const written = (by: string, ...fields: readonly string[]) => ({ by, at: minute(12), fields: [...fields] })

    function writesOf(entity: EntityId, object: Record<string, unknown>, ...writes: readonly ReturnType<typeof written>[]) {
      return changesOf({ ...version(entity, object), writes: [...writes] }).changes.map(({ path, from, to, at }) => ({
        path,
        from,
        to,
        at,
      }))
    }

    it('was changed by who wrote a field later, to what it is now, from what nobody knows', () => {
      const { facts, changes } = changesOf({
        ...version(LIMITS, { data: { users: '20' } }),
        writes: [written('kubectl-edit', 'data.users')],
      })

      expect(changes).toMatchObject([{ entity: LIMITS, kind: 'updated', path: 'data.users', from: null, to: '20', at: minute(12) }])
      expect(facts.object_versions?.[0]?.id).toBe(changes[0]?.citations[0]?.evidenceId)
      expect(changes[0]?.citations).toEqual([expect.objectContaining({ quote: 'data.users: 20', role: 'change' })])
    })

    it('shows of a part that was written as a whole the first field of it', () => {
      const spec = { spec: { selector: { app: 'cart', tier: 'web' } } }

      expect(writesOf('shop/Service/cart', spec, written('helm', 'spec.selector'))).toEqual([
        { path: 'spec.selector.app', from: null, to: 'cart', at: minute(12) },
      ])
    })

    it.each(['kube-controller-manager', 'kube-scheduler', 'kubelet', 'deployment-controller', 'cloud-node-manager', 'cert-operator'])(
      'was not changed by somebody when %s wrote it',
      (by) => {
        expect(writesOf(LIMITS, { data: { users: '20' } }, written(by, 'data.users'))).toEqual([])
      },
    )

    it('was put in place again, and not changed, by who wrote more than five fields', () => {
      const data = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`k${index}`, '1']))
      const fields = Object.keys(data).map((key) => `data.${key}`)

      expect(writesOf(LIMITS, { data }, written('kubectl', ...fields))).toEqual([])
      expect(writesOf(LIMITS, { data }, written('kubectl', ...fields.slice(0, 5)))).toHaveLength(5)
    })

    it('says nothing of labels and annotations, nor of a field that is not there any more', () => {
      expect(writesOf(LIMITS, { metadata: { labels: { team: 'a' } } }, written('kubectl', 'metadata.labels.team', 'data.gone'))).toEqual([])
    })

    it('leaves it to the versions where several were seen', () => {
      const { changes } = changesOf(
        { ...version(LIMITS, { data: { users: '10' } }, { until: 10 }), writes: [written('kubectl', 'data.users')] },
        version(LIMITS, { data: { users: '20' } }, { at: 15 }),
      )

      expect(changes.map(({ from, to }) => [from, to])).toEqual([['10', '20']])
    })
  })
})
