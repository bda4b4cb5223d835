import { availableParallelism } from 'node:os'
import { openCliPool } from '../src/cli/cli-pool.ts'
import { investigateIn } from '../src/isolation/isolated-runs.ts'
import type { RunOptions } from './run-set.ts'

/**
 * The processes that work on the cases of a set: one for each core, or one where a scripted or metered model is asked in turn. `isKept`: whoever
 * investigates is handed the evidence as well.
 */
export function openSetPool(dataDirs: readonly string[], options: { readonly isInTurn: boolean; readonly isKept?: boolean }) {
  const atOnce = options.isInTurn ? 1 : availableParallelism()
  const pool = openCliPool({ mayRead: dataDirs, processes: atOnce })
  const work: Pick<RunOptions, 'investigate' | 'atOnce'> = {
    investigate: investigateIn(pool, (environment) => ({ source: { paths: [environment] } }), { isKept: options.isKept ?? false }),
    atOnce,
  }
  return { work, close: () => pool.close() }
}
