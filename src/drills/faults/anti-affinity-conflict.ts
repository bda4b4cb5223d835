import { templateFault } from './template-fault.ts'

/** The pod refuses to share a node with any other of the release, and every node has one. */
export const antiAffinityConflict = templateFault({
  name: 'anti_affinity_conflict',
  path: 'affinity',
  rollout: 'either',
  effectAfterSeconds: 10,
  change(template) {
    const labelSelector = { matchLabels: { 'app.kubernetes.io/managed-by': 'helm' } }
    const rule = { labelSelector, topologyKey: 'kubernetes.io/hostname' }
    template.spec.affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [rule] } }
  },
})
