import { templateFault } from './template-fault.ts'

/** A volume refers to a claim that nobody has made. */
export const claimMissing = templateFault({
  name: 'claim_missing',
  path: 'volumes',
  rollout: 'either',
  effectAfterSeconds: 10,
  change(template, { unit }) {
    const claimName = `${unit.name}-cache-claim`
    template.spec.volumes.push({ name: 'cache', persistentVolumeClaim: { claimName } })
    template.spec.containers[0].volumeMounts.push({ name: 'cache', mountPath: '/cache' })
  },
})
