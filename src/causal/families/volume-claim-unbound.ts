import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import { textAt } from '../scene/kubernetes/fields.ts'
import { mismatchesOf, type Mismatch } from '../scene/kubernetes/claim-match.ts'
import { findEvents, firstSeen, quoteEvent, quoteState, owningWorkload } from '../scene/kubernetes/states-and-events.ts'
import type { ObjectVersion, Scene } from '../scene/scene.ts'
import { family, because, type Finding, WORKLOAD_DOWN } from './family.ts'
import { saveObject } from './shared/remedies.ts'

/** What is wrong, in words, and where it shows in the claim and in the volume. */
type Account = readonly [mechanism: string, says: string, claimField: string, ...volumeFields: readonly string[]]

const ACCOUNTS: Readonly<Record<Mismatch, Account>> = {
  bound_elsewhere: ['volume_bound_elsewhere', 'the volume it needs is bound to another claim', 'phase: Pending', 'spec.claimRef'],
  storage_class: [
    'claim_storage_class_mismatch',
    'asks for a storage class that the volume does not have',
    'storageClassName',
    'storageClassName',
  ],
  selector: [
    'claim_selector_mismatch',
    'selects volumes by labels that no volume has',
    'spec.selector',
    'metadata.labels',
    'metadata.name',
  ],
  access_mode: ['claim_access_mode_mismatch', 'asks for an access mode that the volume does not offer', 'accessModes', 'accessModes'],
  capacity: ['claim_capacity_mismatch', 'asks for more than the volume holds', 'requests.storage', 'capacity.storage'],
  volume_mode: ['claim_volume_mode_mismatch', 'asks for another volume mode', 'volumeMode', 'volumeMode'],
}

/** Dynamic provisioning was asked of a class that is not there. Source: persistentvolume controller (ProvisioningFailed). */
const CLASS_MISSING = /storageclass(?:es)?(?:\.storage\.k8s\.io)? "([^"]+)" not found/i

/** A claim that no volume serves, while a pod waits for it: the claim's own demand is the cause, told by the volume that comes nearest. */
export const volumeClaimUnbound = family('volume_claim_unbound', (scene) => {
  const claims = scene.objects.current('PersistentVolumeClaim')
  const known = new Set(claims.map(({ row }) => row.entity))
  const told = findEvents(scene, CLASS_MISSING).map(({ row }) => row.entity)
  const unseen = new Set(told.filter((entity) => parseEntity(entity).kind === 'PersistentVolumeClaim' && !known.has(entity)))
  const pending = claims.filter(({ row }) => textAt(row.object, 'status', 'phase') === 'Pending' && usersOf(row.entity, scene).length > 0)
  return [...pending.map((claim) => seenFinding(claim, scene)), ...[...unseen].map((claim) => toldFinding(claim, scene))]
})

/** A claim that only its events speak of, as in a dump that lists no claims. */
function toldFinding(claim: EntityId, scene: Scene): Finding {
  const [mechanism, says] = ACCOUNTS.storage_class
  return {
    ...commonOf(claim, CLASS_MISSING, scene),
    mechanism,
    for: [because(`claim ${parseEntity(claim).name} ${says}`, missingClass(claim, scene))],
    disprovenBy: 'the storage class being there, or a free volume that offers all that the claim asks for',
  }
}

function seenFinding(claim: ObjectVersion, scene: Scene): Finding | null {
  const { entity } = claim.row
  const missing = missingClass(entity, scene)
  const nearest = nearestVolume(claim, scene)
  const isClassMissing = missing.length > 0 || asksForNoClass(claim, scene)
  const account = isClassMissing ? ACCOUNTS.storage_class : nearest === null ? null : ACCOUNTS[nearest.mismatch]
  if (account === null) return null
  const [mechanism, says, claimField, ...volumeFields] = account
  const volume = nearest === null ? [] : [nearest.volume]
  const waiting = findEvents(scene, /persistentvolumeclaim/i).filter(({ row }) => usersOf(entity, scene).includes(row.entity))
  return {
    ...commonOf(entity, /./, scene),
    mechanism,
    for: [
      because(`claim ${parseEntity(entity).name} ${says}`, missing, quoteState(claim, claimField)),
      ...volume.map((one) => because(`what ${parseEntity(one.row.entity).name} offers`, quoteState(one, ...volumeFields))),
      ...waiting.slice(-1).map((event) => because('a pod waits for it', quoteEvent(event, 'PersistentVolumeClaim'))),
    ],
    disprovenBy: 'a free volume that offers all that the claim asks for',
    reads: [claim, ...volume].map(({ row }) => ({ kind: 'object_versions', entity: row.entity })),
  }
}

/** Where its events say last that its class is not there; empty where they do not. */
function missingClass(claim: EntityId, scene: Scene): Argument['citations'] {
  const events = findEvents(scene, CLASS_MISSING, claim).slice(-1)
  return events.flatMap((event) => quoteEvent(event, CLASS_MISSING.exec(event.row.message)?.[0]))
}

/** `words`: of the events that date it. */
function commonOf(entity: EntityId, words: RegExp, scene: Scene): Omit<Finding, 'mechanism' | 'for' | 'disprovenBy'> {
  return {
    entity,
    basis: 'witnessed',
    since: firstSeen(findEvents(scene, words, entity)),
    victims: usersOf(entity, scene).map((user) => owningWorkload(user, scene)),
    effects: WORKLOAD_DOWN,
    musts: ['pod_pending'],
    remedy: {
      kind: 'config_revert',
      what: 'save the claim, correct it, delete it, create it again',
      commands: [saveObject(entity, 'claim.yaml')],
      risk: 'A bound claim that is deleted may take its data along. This one is not bound.',
      undo: { what: 'Create the claim from the saved file.', commands: [] },
    },
  }
}

/** The class is not among those that were listed, and no volume bears its name either, as one without a class may. */
function asksForNoClass(claim: ObjectVersion, scene: Scene): boolean {
  const wanted = textAt(claim.row.object, 'spec', 'storageClassName') ?? ''
  const classes = scene.objects.current('StorageClass').map(({ row }) => parseEntity(row.entity).name)
  const offered = scene.objects.current('PersistentVolume').map(({ row }) => textAt(row.object, 'spec', 'storageClassName'))
  return wanted !== '' && classes.length > 0 && ![...classes, ...offered].includes(wanted)
}

/** The volume with the fewest reasons against it, and the reason that counts: one that is only taken would have served. */
function nearestVolume(claim: ObjectVersion, scene: Scene): { readonly volume: ObjectVersion; readonly mismatch: Mismatch } | null {
  const wanted = textAt(claim.row.object, 'spec', 'volumeName')
  const volumes = scene.objects.current('PersistentVolume').filter(({ row }) => wanted === null || parseEntity(row.entity).name === wanted)
  const judged = volumes.map((volume) => ({ volume, mismatches: mismatchesOf(claim, volume) }))
  // A free volume that seems to fit and does not bind shows that not all the claim asks for is known; then no other one tells why.
  if (judged.some(({ mismatches }) => mismatches.length === 0)) return null
  const cost = (mismatches: readonly Mismatch[]) => mismatches.length + (mismatches.includes('bound_elsewhere') ? 0.5 : 0)
  const [nearest] = judged.toSorted((a, b) => cost(a.mismatches) - cost(b.mismatches))
  // Volumes of other claims stand beside every cluster's free ones; a wrong demand shows at the free ones.
  const mismatch = nearest?.mismatches.find((one) => one !== 'bound_elsewhere') ?? nearest?.mismatches[0]
  return nearest === undefined || mismatch === undefined ? null : { volume: nearest.volume, mismatch }
}

function usersOf(claim: EntityId, scene: Scene): readonly EntityId[] {
  return scene.graph.to(claim, 'mounts')
}
