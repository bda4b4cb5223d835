import { describe, expect, it } from 'vitest'
import { laterWrites } from '../../../src/telemetry/kubernetes-rows/later-writes.ts'

function object(...managedFields: readonly object[]) {
  return { kind: 'ConfigMap', metadata: { name: 'settings', creationTimestamp: '2026-05-27T13:00:00Z', managedFields } } as never
}

describe('telemetry/kubernetes-rows/later-writes', () => {
  it('names who wrote which fields after the creation, by the names that items of lists have', () => {
    const fieldsV1 = {
      'f:data': { '.': {}, 'f:QUOTE_URL': {} },
      'f:spec': {
        'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {} } },
        'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:targetPort': {} } },
      },
    }

    expect(laterWrites(object({ manager: 'kubectl-edit', time: '2026-05-27T14:02:11Z', fieldsV1 }))).toEqual([
      {
        by: 'kubectl-edit',
        at: new Date('2026-05-27T14:02:11Z'),
        fields: ['data.QUOTE_URL', 'spec.containers.web.image', 'spec.ports.80-TCP.targetPort'],
      },
    ])
  })

  it('leaves out the creation itself, status, and bookkeeping, but not labels', () => {
    const creation = { manager: 'kubectl-create', time: '2026-05-27T13:00:01Z', fieldsV1: { 'f:data': { 'f:A': {} } } }
    const status = { manager: 'kubelet', time: '2026-05-27T14:00:00Z', subresource: 'status', fieldsV1: { 'f:status': { 'f:phase': {} } } }
    const notes = { manager: 'a', time: '2026-05-27T14:00:00Z', fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:note': {} } } } }
    const labels = { manager: 'b', time: '2026-05-27T14:00:00Z', fieldsV1: { 'f:metadata': { 'f:labels': { 'f:app': {} } } } }

    expect(laterWrites(object(creation, status, notes, labels)).map(({ fields }) => fields)).toEqual([['metadata.labels.app']])
  })

  it('is empty for an object that says nothing of its writes', () => {
    expect(laterWrites({ kind: 'Pod', metadata: { name: 'a' } })).toEqual([])
  })
})
