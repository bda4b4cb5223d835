import { createClaim, createVolume } from '../cluster/volumes.ts'
import type { ServiceUnit } from '../topology/topology.ts'
import type { World } from '../world.ts'
import { templateFault } from './template-fault.ts'

const STRANGER_UID = 65_534
const STATE = { storage: '5Gi', storageClassName: 'local-disks', accessModes: ['ReadWriteOnce'] }

/** The process gets a volume, and a user who may not read it: it starts, looks, and ends. */
export const volumePermissionDenied = templateFault({
  name: 'volume_permission_denied',
  path: 'securityContext',
  rollout: 'recreate',
  effectAfterSeconds: 5,
  change(template, { world, unit, random }) {
    const file = random.pick(['index.db', 'spool/lock', 'certs.pem'])
    template.spec.securityContext = { runAsUser: STRANGER_UID, runAsNonRoot: true }
    template.spec.volumes.push({ name: 'state', persistentVolumeClaim: { claimName: makeState(world, unit) } })
    template.spec.containers[0].volumeMounts.push({ name: 'state', mountPath: '/state' })
    world.conditions.push({
      service: unit.key,
      from: world.clock.now,
      to: Number.POSITIVE_INFINITY,
      when: (pod) => pod.spec.securityContext?.runAsUser === STRANGER_UID,
      exit: { exitCode: 1, reason: 'Error', lastWords: `fatal: open /state/${file}: permission denied` },
    })
  },
})

/** The volume is on a server that does not let this cluster in: the container is never made. */
export const mountAccessDenied = templateFault({
  name: 'mount_access_denied',
  path: 'volumes',
  rollout: 'recreate',
  effectAfterSeconds: 5,
  change(template, { unit, random }) {
    const server = `files-${random.integer(1, 9)}.harbourline.example`
    template.spec.volumes.push({ name: 'shared', nfs: { server, path: `/exports/${unit.name}` } })
    template.spec.containers[0].volumeMounts.push({ name: 'shared', mountPath: '/shared' })
  },
})

/** A claim with a volume behind it, both well. Answers the claim's name. */
function makeState(world: World, unit: ServiceUnit): string {
  const name = `${unit.name}-state`
  const { namespace } = unit
  createVolume(world.cluster, { ...STATE, name: `${name}-disk`, claim: { namespace, name } })
  createClaim(world.cluster, { ...STATE, namespace, name, boundTo: `${name}-disk` })
  return name
}
