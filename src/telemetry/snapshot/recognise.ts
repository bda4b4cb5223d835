import { findSnapshotFiles, hasAny } from './files.ts'

/** True when the folder holds at least one file of the snapshot format, told by the names alone. */
export function isSnapshot(dir: string): boolean {
  return hasAny(findSnapshotFiles(dir))
}
