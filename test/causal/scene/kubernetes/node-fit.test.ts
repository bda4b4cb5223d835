import { describe, expect, it } from 'vitest'
import { buildObjectHistory } from '../../../../src/causal/scene/build-object-history.ts'
import { missingTopology } from '../../../../src/causal/scene/kubernetes/node-fit.ts'
import { factsOf, version } from '../../../support/facts.ts'
import { node, workload, WORKLOAD } from '../../families/cluster.ts'

function keysOf(constraint: Readonly<Record<string, unknown>>, nodes: readonly ReturnType<typeof node>[]) {
  const objects = buildObjectHistory(factsOf({ object_versions: [workload({ topologySpreadConstraints: [constraint] }), ...nodes] }))
  return objects.versionsOf(WORKLOAD).flatMap((one) => missingTopology(one, objects).keys)
}

describe('causal/scene/kubernetes/node-fit', () => {
  it('finds the label that no node has, also where the constraint leaves out that it is required', () => {
    expect(keysOf({ topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }, [node('a')])).toEqual(['rack'])
    expect(keysOf({ topologyKey: 'rack' }, [node('a')])).toEqual(['rack'])
  })

  it('finds none where one node has the label, where it is only preferred, and for the name of the host', () => {
    const labelled = [node('a'), node('b', { labels: { rack: '1' } })]

    expect(keysOf({ topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }, labelled)).toEqual([])
    expect(keysOf({ topologyKey: 'rack', whenUnsatisfiable: 'ScheduleAnyway' }, [node('a')])).toEqual([])
    expect(keysOf({ topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' }, [node('a')])).toEqual([])
  })

  it('finds none where no node was read, or none with its labels', () => {
    expect(keysOf({ topologyKey: 'rack' }, [])).toEqual([])
    expect(keysOf({ topologyKey: 'rack' }, [version('_cluster/Node/a', {})])).toEqual([])
  })
})
