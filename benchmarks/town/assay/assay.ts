import { fileURLToPath } from 'node:url'
import type { Business } from '../business.ts'
import { CASES } from './cases/index.ts'
import { buildAssay } from './objects.ts'

/** A medical laboratory: a gateway, a portal behind a sidecar, a cache, a belt with workers, a planner, and a database that all of them wait for. */
export const ASSAY: Business = {
  name: 'assay',
  program: { command: 'assay', page: fileURLToPath(new URL('program.mjs', import.meta.url)) },
  // The node that holds the database.
  nodeLabel: 'storage=nvme',
  objects: buildAssay(),
  // The workers and the planner ask at once; the terminals of the wards come last.
  last: ['analysers', 'ward-terminals'],
  cases: CASES,
}
