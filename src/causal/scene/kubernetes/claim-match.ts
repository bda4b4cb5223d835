import { listAt, mapAt, textAt, textsOf } from './fields.ts'
import type { ObjectVersion } from '../scene.ts'
import { parseQuantity } from './quantity.ts'
import { acceptsLabels } from './selectors.ts'

/** Why a volume does not serve a claim. */
export type Mismatch = 'storage_class' | 'selector' | 'access_mode' | 'capacity' | 'volume_mode' | 'bound_elsewhere'

/** All reasons why this volume cannot be bound to this claim; empty when it can. Source: pkg/controller/volume/persistentvolume, findMatchingVolume. */
export function mismatchesOf(claim: ObjectVersion, volume: ObjectVersion): readonly Mismatch[] {
  const labels = textsOf(mapAt(volume.row.object, 'metadata', 'labels'))
  const checks: readonly (readonly [Mismatch, boolean])[] = [
    ['bound_elsewhere', isBoundElsewhere(claim, volume)],
    ['storage_class', textOf(claim, 'storageClassName') !== textOf(volume, 'storageClassName')],
    ['selector', !acceptsLabels(mapAt(claim.row.object, 'spec', 'selector'), labels)],
    ['access_mode', !offersModes(claim, volume)],
    ['capacity', isTooSmall(claim, volume)],
    ['volume_mode', (textOf(claim, 'volumeMode') || 'Filesystem') !== (textOf(volume, 'volumeMode') || 'Filesystem')],
  ]
  return checks.flatMap(([mismatch, applies]) => (applies ? [mismatch] : []))
}

/** A claim without a class and one with the empty class look alike after admission; both bind volumes without a class. */
function textOf(version: ObjectVersion, field: string): string {
  return textAt(version.row.object, 'spec', field) ?? ''
}

function isBoundElsewhere(claim: ObjectVersion, volume: ObjectVersion): boolean {
  const reference = mapAt(volume.row.object, 'spec', 'claimRef')
  const name = textAt(reference, 'name')
  const isOwn =
    name === textAt(claim.row.object, 'metadata', 'name') &&
    (textAt(reference, 'namespace') ?? '') === textAt(claim.row.object, 'metadata', 'namespace')
  return name !== null && !isOwn
}

/** A volume serves a claim when it offers every mode that the claim names. */
function offersModes(claim: ObjectVersion, volume: ObjectVersion): boolean {
  const offered = new Set(listAt(volume.row.object, 'spec', 'accessModes'))
  return listAt(claim.row.object, 'spec', 'accessModes').every((mode) => offered.has(mode))
}

function isTooSmall(claim: ObjectVersion, volume: ObjectVersion): boolean {
  const wanted = parseQuantity(textAt(claim.row.object, 'spec', 'resources', 'requests', 'storage'))
  const offered = parseQuantity(textAt(volume.row.object, 'spec', 'capacity', 'storage'))
  return wanted !== null && offered !== null && offered < wanted
}
