import { describe, expect, it } from 'vitest'
import { readSchedulingMessage } from '../../../../src/causal/scene/kubernetes/unscheduled-pods.ts'

// One line for each wording, with the Kubernetes versions that print it.
const WORDINGS = [
  ['1.13', "0/3 nodes are available: 3 node(s) didn't match node selector.", 'selector_or_affinity'],
  ['1.22', "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.", 'selector_or_affinity'],
  ['1.13', "0/3 nodes are available: 3 node(s) had taints that the pod didn't tolerate.", 'taint'],
  ['1.20', "0/3 nodes are available: 3 node(s) had taint {dedicated: carts}, that the pod didn't tolerate.", 'taint'],
  ['1.24', '0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: carts}.', 'taint'],
  ['1.24', '0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/unreachable: }.', 'node_broken'],
  ['1.24', '0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/unschedulable: }.', 'cordoned'],
  ['1.13', '0/3 nodes are available: 3 node(s) were unschedulable.', 'cordoned'],
  ['1.18', "0/3 nodes are available: 3 node(s) didn't match pod affinity/anti-affinity.", 'anti_affinity'],
  ['1.22', "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.", 'anti_affinity'],
  ['1.22', "0/3 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules.", 'anti_affinity'],
  ['1.22', "0/3 nodes are available: 3 node(s) didn't match pod affinity rules.", 'pod_affinity'],
  ['1.18', "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.", 'topology_spread'],
  ['1.19', "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label).", 'topology_spread'],
  ['1.13', '0/3 nodes are available: 3 Insufficient cpu.', 'cpu'],
  ['1.13', '0/3 nodes are available: 3 Insufficient memory.', 'memory'],
  ['1.13', '0/3 nodes are available: 3 Insufficient nvidia.com/gpu.', 'resource'],
  ['1.20', '0/3 nodes are available: 3 Too many pods.', 'pods'],
  ['1.20', '0/3 nodes are available: 3 node(s) had volume node affinity conflict.', 'volume'],
  ['1.20', "0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind.", 'volume'],
  ['1.18', 'running "VolumeBinding" filter plugin for pod "basket": pod has unbound immediate PersistentVolumeClaims', 'claim_unbound'],
  ['1.24', 'persistentvolumeclaim "quotes" not found', 'claim_missing'],
  ['1.30', '0/3 nodes are available: 3 something new.', 'other'],
] as const

describe('causal/scene/kubernetes/unscheduled-pods', () => {
  it.each(WORDINGS)('reads the wording of %s: %s', (_version, message, obstacle) => {
    expect(readSchedulingMessage(message).map((clause) => clause.obstacle)).toEqual([obstacle])
  })

  it('counts nodes by clause and leaves out what preemption says', () => {
    const message =
      '0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu. preemption: 0/4 nodes are available: 3 No preemption victims found for incoming pod.'

    expect(readSchedulingMessage(message).map(({ obstacle, nodes }) => [obstacle, nodes])).toEqual([
      ['cordoned', 1],
      ['cpu', 3],
    ])
  })
})
