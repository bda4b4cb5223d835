import { ownValue } from '../../../domain/own-value.ts'
import { findBlock, mapIn, readBlocks, valueOf, type Block } from '../describe-block.ts'
import { compact } from './compact.ts'
import { readMetadata } from './pod-spec.ts'

/** How kubectl shortens access modes. Source: ContainsAccessMode and the printers of kubectl. */
const ACCESS_MODES: Readonly<Record<string, string>> = {
  RWO: 'ReadWriteOnce',
  ROX: 'ReadOnlyMany',
  RWX: 'ReadWriteMany',
  RWOP: 'ReadWriteOncePod',
}

/** A claim. `describe` does not print what it asks for; that comes from the manifest. */
export function readPersistentVolumeClaim(fields: readonly Block[]): Record<string, unknown> {
  const capacity = valueOf(fields, 'Capacity')
  return {
    metadata: readMetadata(fields),
    spec: compact({
      storageClassName: storageClassOf(fields),
      volumeName: valueOf(fields, 'Volume'),
      volumeMode: valueOf(fields, 'VolumeMode'),
    }),
    status: compact({
      phase: valueOf(fields, 'Status'),
      accessModes: accessModesOf(fields),
      capacity: capacity === undefined ? undefined : { storage: capacity },
    }),
  }
}

export function readPersistentVolume(fields: readonly Block[]): Record<string, unknown> {
  const [namespace, name] = valueOf(fields, 'Claim')?.split('/') ?? []
  const capacity = valueOf(fields, 'Capacity')
  const source = readBlocks(findBlock(fields, 'Source')?.body ?? [])
  return {
    metadata: readMetadata(fields),
    spec: compact({
      storageClassName: storageClassOf(fields),
      capacity: capacity === undefined ? undefined : { storage: capacity },
      accessModes: accessModesOf(fields),
      volumeMode: valueOf(fields, 'VolumeMode'),
      persistentVolumeReclaimPolicy: valueOf(fields, 'Reclaim Policy'),
      claimRef: name === undefined ? undefined : { namespace, name },
      hostPath: valueOf(source, 'Type')?.startsWith('HostPath') === true ? compact({ path: valueOf(source, 'Path') }) : undefined,
    }),
    status: compact({ phase: valueOf(fields, 'Status'), message: valueOf(fields, 'Message') }),
  }
}

export function readStorageClass(fields: readonly Block[]): Record<string, unknown> {
  return compact({
    metadata: compact({
      name: valueOf(fields, 'Name'),
      annotations: valueOf(fields, 'IsDefaultClass') === 'Yes' ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : undefined,
    }),
    provisioner: valueOf(fields, 'Provisioner'),
    parameters: mapIn(fields, 'Parameters'),
    volumeBindingMode: valueOf(fields, 'VolumeBindingMode'),
    reclaimPolicy: valueOf(fields, 'ReclaimPolicy'),
  })
}

/** An empty class is a value of its own ("no class"), so a printed empty one is kept. */
function storageClassOf(fields: readonly Block[]): string | undefined {
  return findBlock(fields, 'StorageClass') ? (valueOf(fields, 'StorageClass') ?? '') : undefined
}

function accessModesOf(fields: readonly Block[]): string[] | undefined {
  return valueOf(fields, 'Access Modes')
    ?.split(',')
    .map((mode) => ownValue(ACCESS_MODES, mode) ?? mode)
}
