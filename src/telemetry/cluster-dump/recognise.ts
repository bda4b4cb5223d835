import { isThere } from '../shared/regular-file.ts'

/** The file that makes a folder a cluster dump. */
export const DUMP_FILE = 'case.json'

/** True for a folder that holds a `case.json`. Whether it is a usable one shows when it is opened. */
export function isClusterDump(dir: string): boolean {
  return isThere(dir, DUMP_FILE)
}
