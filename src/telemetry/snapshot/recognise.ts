import { allFiles, findSnapshotFiles } from './files.ts'

/** True when the folder holds at least one file of the snapshot format, told by the names alone. */
export function isSnapshot(dir: string): boolean {
  return allFiles(findSnapshotFiles(dir)).length > 0
}
