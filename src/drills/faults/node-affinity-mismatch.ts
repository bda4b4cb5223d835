import { templateFault } from './template-fault.ts'

/** A kind of node is required by affinity that the cluster does not have. */
export const nodeAffinityMismatch = templateFault({
  name: 'node_affinity_mismatch',
  path: 'affinity',
  rollout: 'either',
  effectAfterSeconds: 10,
  change(template, { random }) {
    const [key, value] = random.pick([
      ['topology.kubernetes.io/zone', 'zone-x'],
      ['kubernetes.io/arch', 'arm64'],
      ['pool', 'reserved'],
    ] as const)
    const term = { matchExpressions: [{ key, operator: 'In', values: [value] }] }
    template.spec.affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } }
  },
})
