import { listAt, numberAt, textAt } from '../json.ts'
import type { ObjectVersion } from '../object-history.ts'

/**
 * How a program ends that was called in a way it does not know, or that is not there: 2 GNU tools, argparse and Go's flag; 64 EX_USAGE of sysexits.h; 126
 * and 127 POSIX shells, for what cannot be executed and what is not found.
 */
const MISCALLED: ReadonlySet<number> = new Set([2, 64, 126, 127])

/** True when a container of the pod is not ready and ended so the last time. Go ends with 2 after a panic as well, which its words tell. */
export function endsMiscalled({ row }: ObjectVersion): boolean {
  return listAt(row.object, 'status', 'containerStatuses')
    .filter((status) => textAt(status, 'ready') !== 'true')
    .map((status) => numberAt(status, 'state', 'terminated', 'exitCode') ?? numberAt(status, 'lastState', 'terminated', 'exitCode'))
    .some((code) => code !== null && MISCALLED.has(code))
}
