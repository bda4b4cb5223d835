import { templateFault } from './template-fault.ts'

/** A label is asked for that no node has. */
export const nodeSelectorMismatch = templateFault({
  name: 'node_selector_mismatch',
  path: 'nodeSelector',
  rollout: 'either',
  effectAfterSeconds: 10,
  change(template, { random }) {
    template.spec.nodeSelector = { [random.pick(['disktype', 'pool', 'hardware'])]: random.pick(['nvme', 'batch', 'gpu-small']) }
  },
})
