import { existsSync } from 'node:fs'
import path from 'node:path'

/** The file that makes a folder a cluster dump. */
export const DUMP_FILE = 'case.json'

/** True for a folder that holds a `case.json`. Whether it is a usable one shows when it is opened. */
export function isClusterDump(dir: string): boolean {
  return existsSync(path.join(dir, DUMP_FILE))
}
