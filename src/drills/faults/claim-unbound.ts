import { formatEntity } from '../../domain/entity.ts'
import { deleteObject } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/objects.ts'
import { refer } from '../cluster/replica-sets.ts'
import { type StorageShape, createClaim, createVolume } from '../cluster/volumes.ts'
import type { World } from '../world.ts'
import { asIfAlways, scaleTo } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** What a new claim asks for that no volume offers. */
interface Demand {
  readonly name: string
  readonly asks: Partial<StorageShape>
  /** Further fields of the claim's spec; `taken` is the volume of somebody else. */
  readonly asksFor?: (taken: string) => object
  /** What the volume controller says of it again and again. */
  readonly reason: string
  readonly message: (taken: string) => string
}

const OFFERED: StorageShape = { storage: '10Gi', storageClassName: 'local-disks', accessModes: ['ReadWriteOnce'] }
const LONG_AGO = -5000
const FIRST_SAID_AFTER_SECONDS = 12
const REPEAT_SECONDS = 60
const NO_MATCH = 'no persistent volumes available for this claim and no storage class is set'

export const claimTooLarge = unboundClaim({
  name: 'claim_capacity_mismatch',
  asks: { storage: '200Gi' },
  reason: 'FailedBinding',
  message: () => NO_MATCH,
})

export const claimClassMissing = unboundClaim({
  name: 'claim_storage_class_mismatch',
  asks: { storageClassName: 'fast-disks' },
  reason: 'ProvisioningFailed',
  message: () => 'storageclass.storage.k8s.io "fast-disks" not found',
})

export const claimModeUnmet = unboundClaim({
  name: 'claim_access_mode_mismatch',
  asks: { accessModes: ['ReadWriteMany'] },
  reason: 'FailedBinding',
  message: () => NO_MATCH,
})

export const claimSelectorUnmet = unboundClaim({
  name: 'claim_selector_mismatch',
  asks: {},
  asksFor: () => ({ selector: { matchLabels: { tier: 'archive' } } }),
  reason: 'FailedBinding',
  message: () => NO_MATCH,
})

export const claimVolumeTaken = unboundClaim({
  name: 'volume_bound_elsewhere',
  asks: {},
  asksFor: (taken) => ({ volumeName: taken }),
  reason: 'FailedBinding',
  message: (taken) => `volume "${taken}" already bound to a different claim.`,
})

/** The workload has kept its cache on a claim since its first day; the claim is made anew, and nothing serves the new one. */
function unboundClaim(demand: Demand): FaultKind {
  return {
    name: demand.name,
    plan(context) {
      const { at, world, random } = context
      const unit = pickService(context)
      const { namespace } = unit
      const names = { claim: `${unit.name}-cache`, free: `disk-${random.integer(20, 59)}`, taken: `disk-${random.integer(60, 99)}` }
      furnish(world, { unit: { namespace }, names })
      asIfAlways(world, unit, (spec) => {
        spec.volumes = [...spec.volumes, { name: 'cache', persistentVolumeClaim: { claimName: names.claim } }]
        spec.containers[0].volumeMounts = [...spec.containers[0].volumeMounts, { name: 'cache', mountPath: '/cache' }]
      })
      const makeAnew = (now: World) => {
        createClaim(now.cluster, { ...OFFERED, ...demand.asks, namespace, name: names.claim, asksFor: demand.asksFor?.(names.taken) ?? {} })
        scaleTo(now, unit, unit.replicas)
      }
      const repeats = Math.floor((world.durationSeconds - at) / REPEAT_SECONDS)
      return singleCause(context, {
        mechanism: demand.name,
        entities: () => [formatEntity(namespace, 'PersistentVolumeClaim', names.claim)],
        steps: [
          { at, apply: (now) => scaleTo(now, unit, 0) },
          { at: at + 6, apply: (now) => discard(now, namespace, names.claim) },
          { at: at + 8, apply: makeAnew },
          ...Array.from({ length: repeats }, (_, index) => ({
            at: at + FIRST_SAID_AFTER_SECONDS + index * REPEAT_SECONDS,
            apply: (now: World) => complain(now, claimIn(now, namespace, names.claim), { ...demand, message: demand.message(names.taken) }),
          })),
        ],
      })
    },
  }
}

/** The claim with its volume, a free volume, and one that another claim has. */
function furnish(world: World, of: { unit: { namespace: string }; names: { claim: string; free: string; taken: string } }): void {
  const { names } = of
  const { namespace } = of.unit
  const always = { ...OFFERED, namespace, at: LONG_AGO }
  createVolume(world.cluster, { ...OFFERED, name: `${names.claim}-disk`, at: LONG_AGO, claim: { namespace, name: names.claim } })
  createClaim(world.cluster, { ...always, name: names.claim, boundTo: `${names.claim}-disk` })
  createVolume(world.cluster, { ...OFFERED, name: names.free, at: LONG_AGO, labels: { tier: 'standard' } })
  createVolume(world.cluster, { ...OFFERED, name: names.taken, at: LONG_AGO, claim: { namespace, name: 'exports' } })
  createClaim(world.cluster, { ...always, name: 'exports', boundTo: names.taken })
}

/** Deleted together with its volume, as the reclaim policy says. */
function discard(world: World, namespace: string, claim: string): void {
  deleteObject(world.cluster, formatEntity(namespace, 'PersistentVolumeClaim', claim))
  deleteObject(world.cluster, formatEntity('_cluster', 'PersistentVolume', `${claim}-disk`))
}

function claimIn(world: World, namespace: string, name: string): KubeObject | undefined {
  return world.cluster.objects.get(formatEntity(namespace, 'PersistentVolumeClaim', name))
}

function complain(world: World, claim: KubeObject | undefined, said: { reason: string; message: string }): void {
  if (!claim) return
  const { reason, message } = said
  world.cluster.events.emit({ target: refer(claim), reason, message, severity: 'Warning', component: 'persistentvolume-controller' })
}
