import { describe, expect, it } from 'vitest'
import { normaliseObject, withoutStatus } from '../../../src/telemetry/kubernetes-rows/normalise-object.ts'

function normal(object: Readonly<Record<string, unknown>>, metadata: Readonly<Record<string, unknown>> = {}) {
  return normaliseObject({ kind: 'Widget', ...object, metadata: { name: 'a', ...metadata } })
}

describe('telemetry/kubernetes-rows/normalise-object', () => {
  it('keeps of a custom resource what it says of itself by convention', () => {
    const conditions = [{ type: 'Ready', status: 'False', message: 'no issuer' }]
    const status = { conditions, phase: 'Failed', health: { status: 'Degraded' }, observedGeneration: 4, lastScanTime: 'x' }

    expect(normal({ status })['status']).toEqual({ conditions, phase: 'Failed', health: { status: 'Degraded' } })
  })

  it('drops heartbeats and bookkeeping, so that equal content is equal', () => {
    const beat = (at: string) =>
      normal(
        { status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: at }] } },
        { resourceVersion: at, annotations: { 'kubectl.kubernetes.io/last-applied-configuration': at } },
      )

    expect(beat('1')).toEqual(beat('2'))
    expect(beat('1')['metadata']).toEqual({ name: 'a' })
  })

  it('keeps other annotations and the order of conditions', () => {
    expect(normal({}, { annotations: { team: 'till' } })['metadata']).toEqual({ name: 'a', annotations: { team: 'till' } })
  })

  it('leaves a status out of which nothing is kept', () => {
    expect(normal({ status: { observedGeneration: 4 } })).not.toHaveProperty('status')
  })

  it('keeps of a resource definition its names and not its schema', () => {
    const spec = { group: 'example.test', scope: 'Namespaced', versions: [{ schema: 'long' }] }

    expect(normal({ kind: 'CustomResourceDefinition', spec })['spec']).toEqual({ group: 'example.test', scope: 'Namespaced' })
  })

  it('cuts a long text and says so', () => {
    const { big, small } = normal({ data: { big: 'x'.repeat(70_000), small: 'x' } })['data'] as Record<string, string>

    expect(big).toHaveLength(65_536 + '… [cut at 64 KB]'.length)
    expect(big).toMatch(/… \[cut at 64 KB\]$/)
    expect(small).toBe('x')
  })

  it('tells the object from its condition', () => {
    expect(withoutStatus({ kind: 'Widget', status: {} })).toEqual({ kind: 'Widget' })
  })
})
